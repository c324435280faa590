"""The part of `docs/cli.md` that is generated: what `--help` prints, for every command."""

from __future__ import annotations

from pathlib import Path

import click
from click.testing import CliRunner

from esremote.cli import main

PAGE = Path(__file__).parents[1] / "docs" / "cli.md"
MARK = "<!-- Everything below is the output of --help; `make docs` renews it. -->"
TERMINAL_WIDTH = 80


def page() -> str:
    """Return the whole page: what is written by hand above the mark, then the help of every command."""
    by_hand, _, _ = PAGE.read_text(encoding="utf-8").partition(MARK)
    sections = [
        f"## esremote {' '.join(path)}\n\n```text\n{help_of(*path).rstrip()}\n```\n"
        for path in command_paths()
    ]
    return by_hand + "\n".join([MARK, "", *sections])


def command_paths(command: click.Command = main, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """List the path of every command, those of groups included: `("review",)`, `("provider", "install")`."""
    if not isinstance(command, click.Group):
        return [path]
    context = click.Context(command, **command.context_settings)
    children = ((name, command.get_command(context, name)) for name in command.list_commands(context))
    return [below for name, child in children if child for below in command_paths(child, (*path, name))]


def help_of(*path: str) -> str:
    """Return the help of a command, as wide as a terminal usually is.

    Raises:
        RuntimeError: The command does not exist or its help fails.
    """
    _forget_help_options(path)
    result = CliRunner().invoke(main, [*path, "--help"], prog_name="esremote", terminal_width=TERMINAL_WIDTH)
    if result.exit_code:
        raise RuntimeError(f"esremote {' '.join(path)} --help failed: {result.output}")
    return result.output


def _forget_help_options(path: tuple[str, ...]) -> None:
    """Forget the help options that click keeps from their first use, which may have lacked our `-h`."""
    command: click.Command | None = main
    for name in path:
        if not isinstance(command, click.Group):
            return
        command = command.get_command(click.Context(command), name)
        if command is not None:
            command._help_option = None  # noqa: SLF001 - click has no public way to forget it
