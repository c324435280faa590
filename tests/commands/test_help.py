"""Every command explains itself: help with examples, exit codes, completion."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from esremote.cli import main
from tools.cli_docs import command_paths, help_of

DOCS = Path(__file__).parents[2] / "docs"
OWN = ("review", "explain", "check", "graph", "doctor", "completion")


@pytest.mark.parametrize("path", command_paths(), ids=" ".join)
def test_every_help_has_examples_and_exit_codes(path: tuple[str, ...]) -> None:
    text = help_of(*path)
    assert "Example" in text
    assert f"esremote {' '.join(path)}" in text.split("Example", 1)[1]


@pytest.mark.parametrize("name", OWN)
def test_the_table_of_exit_codes_agrees_with_the_help(name: str) -> None:
    codes = re.findall(r"^ +(\d)  ", help_of(name).partition("Exit codes:")[2], re.MULTILINE)
    row = re.search(rf"^\| `{name}` \|(.*)\|$", (DOCS / "cli.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert row
    cells = [cell.strip() for cell in row[1].split("|")]
    assert [str(code) for code, cell in enumerate(cells) if cell != "-"] == codes


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_completion(shell: str) -> None:
    result = CliRunner().invoke(main, ["completion", shell])
    assert result.exit_code == 0
    assert "_ESREMOTE_COMPLETE" in result.stdout


@pytest.mark.parametrize("words", ["esremote re", "esremote review --f"])
def test_completion_knows_commands_and_options(words: str) -> None:
    environment = {
        "_ESREMOTE_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    result = CliRunner().invoke(main, [], prog_name="esremote", env=environment)
    assert {"esremote re": "plain,review", "esremote review --f": "plain,--format"}[
        words
    ] in result.stdout.splitlines()
