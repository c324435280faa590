"""The `esremote` command line: a table of commands, each imported only when it is used."""

from __future__ import annotations

import importlib

import click

_COMMANDS = {
    "provider": "esremote.commands.provider",
}


class _LazyGroup(click.Group):
    """Imports a command's module when the command is named, so that `--help` and completion stay fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command, in the order of the table."""
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of `cmd_name` and return its `command`."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(_COMMANDS[cmd_name]).command
        return command


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="esremote")
def main() -> None:
    """Elasticsearch remote clusters as code."""
