"""`docs/cli.md` says what `--help` says, for every command, and so do the exit codes."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from esremote.cli import main
from tests.support.golden import assert_golden
from tests.support.help import help_of

DOCS = Path(__file__).parents[2] / "docs"
MARK = "<!-- Everything below is the output of --help; `make docs` renews it. -->"
OWN = ("review", "explain", "check", "graph", "doctor", "completion")


def paths(command: click.Command = main, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Name every command that does something, the commands of groups included."""
    if not isinstance(command, click.Group):
        return [path]
    context = click.Context(command, **command.context_settings)
    children = ((name, command.get_command(context, name)) for name in command.list_commands(context))
    return [each for name, child in children if child for each in paths(child, (*path, name))]


def generated() -> str:
    blocks = [
        f"## esremote {' '.join(path)}\n\n```text\n{help_of(*path).rstrip()}\n```\n" for path in paths()
    ]
    return "\n".join([MARK, "", *blocks])


def test_the_page_prints_the_help_of_every_command() -> None:
    page = DOCS / "cli.md"
    written, _, _ = page.read_text(encoding="utf-8").partition(MARK)
    assert_golden(page, written + generated())


@pytest.mark.parametrize("path", paths(), ids=" ".join)
def test_every_help_has_examples_and_exit_codes(path: tuple[str, ...]) -> None:
    told = help_of(*path)
    assert "Example" in told
    assert f"esremote {' '.join(path)}" in told.split("Example", 1)[1]


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
