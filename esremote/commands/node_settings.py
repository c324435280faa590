"""`esremote node-settings`: what the nodes of each cluster need and REST cannot set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from esremote.commands._help import SOURCE, epilog
from esremote.commands._output import emit, errors_in_words, output_options
from esremote.commands._source_argument import source_argument
from esremote.rendering.settings import FORMATS
from esremote.sources.prerequisites import node_settings

if TYPE_CHECKING:
    from pathlib import Path

    from esremote.commands._source_argument import SourceArgument

EPILOG = epilog(
    SOURCE,
    examples="""
        esremote node-settings
        esremote node-settings cdktf.out/stacks/search --format ansible --output inventory.yml
        esremote node-settings --stack search --stack mesh --format keystore
        esremote node-settings plan.json --synth-dir cdktf.out/stacks/search
        esremote node-settings --format eck | kubectl apply --dry-run=server -f -
    """,
    done="The settings were written.",
)


@click.command("node-settings", epilog=EPILOG, short_help="Print the settings that nodes need.")
@source_argument
@output_options(FORMATS)
def command(source: SourceArgument, format_: str, output: Path | None) -> None:
    """Print what the nodes of each cluster need: settings, files and secure settings.

    Only a synthesised app or stack holds node settings, or a plan or state whose stack can be found.
    """
    with errors_in_words():
        emit(FORMATS[format_](node_settings(source.read_only())), output)
