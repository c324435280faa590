"""The `esremote` command line: a table of commands, each imported only when it is used."""

from __future__ import annotations

import importlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from esremote import __version__
from esremote.commands._help import epilog

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMANDS = {
    "review": "esremote.commands.review",
    "explain": "esremote.commands.explain",
    "check": "esremote.commands.check",
    "graph": "esremote.commands.graph",
    "doctor": "esremote.commands.doctor",
    "node-settings": "esremote.commands.node_settings",
    "ports": "esremote.commands.ports",
    "provider": "esremote.commands.provider",
    "completion": "esremote.commands.completion",
}


@contextmanager
def _errors_exit_with_1() -> Iterator[None]:
    """Keep exit code 2 for what a command was asked to look for; click uses it for wrong usage."""
    try:
        yield
    except click.UsageError as error:
        error.show()
        raise click.exceptions.Exit(1) from None


class _LazyGroup(click.Group):
    """Imports a command's module when the command is named, so that `--help` and completion stay fast."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """Read the options of the group itself."""
        with _errors_exit_with_1():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Read a command's options and run it."""
        with _errors_exit_with_1():
            return super().invoke(ctx)

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


EPILOG = epilog(
    examples="""
        esremote review plan.json
        esremote explain plan.json --role analyst --connection dublin --index audit-2026
        esremote doctor clusters.yaml
    """,
    done="The command succeeded, and found nothing that it was asked to look for.",
    found="The command found what it was asked to look for.",
)


@click.group(cls=_LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Elasticsearch remote clusters as code."""
