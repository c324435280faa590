"""`make demo` as a new user sees it."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.lab, pytest.mark.terraform, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "demo", "--directory", str(tmp_path_factory.mktemp("demo"))],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_step_does_what_it_promises(told: subprocess.CompletedProcess[str]) -> None:
    assert told.returncode == 0, told.stdout + told.stderr
    assert "✘" not in told.stdout


@pytest.mark.parametrize(
    "promise",
    [
        "searches dublin:logs-app: 1 document, “hello from dublin”",
        "Even the superuser searches dublin:audit-2026: 403",
        "A second plan: no change",
        "Look for the key's secret: not in the state, not in the plan",
        "Look for what is left: key invalidated, no cluster.remote.* setting, no keystore entry, no role",
    ],
)
def test_it_says_so(told: subprocess.CompletedProcess[str], promise: str) -> None:
    assert promise in told.stdout


def test_whatever_is_missing_is_named_at_once_with_how_to_install_it(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "demo", "--directory", str(tmp_path)],
        cwd=CHECKOUT,
        env={"PATH": "", "HOME": str(tmp_path)},  # no JDK, no Maven, no Terraform
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "The demonstration failed" in ended.stdout
    assert "missing: Maven" in ended.stdout
    assert "missing: Terraform 1.11 or OpenTofu 1.11" in ended.stdout
    assert "Traceback" not in ended.stdout + ended.stderr
