"""What is missing is named, all at once, with how to install it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lab import jdk, prerequisites
from lab.errors import LabError
from tests.support.golden import assert_golden

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which nothing is installed."""
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(jdk, "_places", lambda: iter([]))


def a_jdk(place: Path, version: str) -> Path:
    (place / "bin").mkdir(parents=True)
    (place / "bin/javac").touch()
    (place / "release").write_text(f'IMPLEMENTOR="somebody"\nJAVA_VERSION="{version}"\n', encoding="utf-8")
    return place


@pytest.mark.usefixtures("bare_machine")
def test_everything_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(LabError) as raised:
        prerequisites.check(prerequisites.of_demo())
    assert_golden(GOLDEN / "missing-prerequisites.txt", f"{raised.value}\n")


@pytest.mark.usefixtures("bare_machine")
def test_as_a_program_it_says_so_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert prerequisites.main() == 1
    assert "missing: Maven" in capsys.readouterr().err


def test_it_needs_nothing_that_is_not_part_of_python() -> None:
    without_packages = [sys.executable, "-S", "-c", "import lab.prerequisites"]
    subprocess.run(without_packages, check=True, cwd=Path(prerequisites.__file__).parent.parent)


def test_nothing_is_said_when_nothing_is_missing() -> None:
    prerequisites.check([])


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str, str], Path]:
    """`program(name, says)`: the only programs of the machine, and what they say their version is."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def make(name: str, says: str) -> Path:
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\necho '{says}'\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    return make


def test_opentofu_does_instead_of_terraform(program: Callable[[str, str], Path]) -> None:
    program("terraform", "Terraform v1.5.7")
    program("tofu", "OpenTofu v1.11.0")
    assert prerequisites.TERRAFORM.lacks() is None


def test_what_is_too_old_is_named_with_its_place(program: Callable[[str, str], Path]) -> None:
    node = program("node", "v18.19.0")
    terraform = program("terraform", "Terraform v1.9.8")
    assert prerequisites.NODE.lacks() == f"too old ({node} is v18.19.0)"
    assert prerequisites.TERRAFORM.lacks() == f"too old ({terraform} is Terraform v1.9.8)"


@pytest.mark.parametrize(
    ("elasticsearch", "expected"),
    [("9.5.3", 25), ("8.19.21", 17)],
)
def test_the_jdk_we_test_with_comes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, elasticsearch: str, expected: int
) -> None:
    there = [a_jdk(tmp_path / name, name) for name in ("11.0.2", "17.0.15", "21.0.1", "23", "25.0.1", "26")]
    monkeypatch.setattr(jdk, "_places", lambda: iter(there))
    monkeypatch.setattr(jdk.user, "of_nodes", lambda: None)
    found = jdk.find(elasticsearch)
    assert found
    assert found.major == expected


def test_java_home_is_looked_at_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(a_jdk(tmp_path / "mine", "25.0.9")))
    monkeypatch.setattr(jdk.user, "of_nodes", lambda: None)
    assert next(jdk.installed()).home == tmp_path / "mine"


def test_a_runtime_without_a_compiler_is_no_jdk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (a_jdk(tmp_path, "25") / "bin/javac").unlink()
    monkeypatch.setattr(jdk, "_places", lambda: iter([tmp_path]))
    assert list(jdk.installed()) == []
