"""`python -m lab`: what it says about itself, and about what cannot be meant."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from lab.cli import main
from tests.support.golden import assert_golden

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / ".lab"


@pytest.mark.parametrize("command", ["", "up", "down", "status", "logs"])
def test_help(command: str) -> None:
    shown = CliRunner().invoke(
        main, [*command.split(), "--help"], prog_name="python -m lab", terminal_width=90
    )
    assert shown.exit_code == 0
    assert_golden(GOLDEN / f"help-{command or 'lab'}.txt", shown.output)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--clusters", "Frankfurt"], "'Frankfurt' is no name for a cluster here"),
        (["--version", "7.17.0"], "'7.17.0' is no version such as 9.5.3 or 8.19.21"),
        (["--version", "dublin=9.5.3"], "names dublin, but the clusters are frankfurt, dublin"),
        (["--nodes", "0"], "0 is not in the range"),
        (["--trust", "everybody"], "'everybody' is not one of 'mutual', 'api-key', 'none'"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_starts(
    directory: Path, arguments: list[str], complaint: str
) -> None:
    refused = CliRunner().invoke(main, ["up", "--directory", str(directory), *arguments])
    assert refused.exit_code in {1, 2}
    assert complaint in refused.output
    assert not directory.exists()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("- a list", "expected a mapping from cluster names to mappings of settings"),
        ("frankfurt: text", "expected a mapping from cluster names to mappings of settings"),
        ("a: [b", "line 1, column"),
        ("paris: {}", "settings for paris, but the clusters are frankfurt, dublin"),
    ],
)
def test_a_settings_file_that_makes_no_sense_is_refused(
    directory: Path, tmp_path: Path, content: str, complaint: str
) -> None:
    file = tmp_path / "settings.yml"
    file.write_text(content, encoding="utf-8")
    refused = CliRunner().invoke(main, ["up", "--directory", str(directory), "--settings", str(file)])
    assert refused.exit_code == 1
    assert complaint in refused.output
    assert not directory.exists()


@pytest.mark.parametrize("command", [["status"], ["logs", "frankfurt"]])
def test_without_a_lab_there_is_nothing_to_show(directory: Path, command: list[str]) -> None:
    refused = CliRunner().invoke(main, [*command, "--directory", str(directory)])
    assert refused.exit_code == 1
    assert refused.output.startswith("Error: no l")
