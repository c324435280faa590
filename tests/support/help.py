"""What `--help` prints of a command."""

from __future__ import annotations

import click
from click.testing import CliRunner

from esremote.cli import main


def help_of(*path: str) -> str:
    """Print the help of a command, as wide as a terminal usually is."""
    _forget_help_options(path)
    result = CliRunner().invoke(main, [*path, "--help"], prog_name="esremote", terminal_width=80)
    assert result.exit_code == 0
    return result.output


def _forget_help_options(path: tuple[str, ...]) -> None:
    """Click keeps a command's help option from its first use, be it outside `esremote` and its `-h`."""
    command: click.Command | None = main
    for name in path:
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), name)
        assert command is not None
        command._help_option = None  # noqa: SLF001 - click has no public way to forget it
