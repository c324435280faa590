"""`esremote doctor`: live clusters, which of their aliases respond, and what needs attention."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from esremote.commands._help import SOURCE, epilog
from esremote.commands._output import (
    FOUND,
    asking,
    at_a_terminal,
    emit,
    errors_in_words,
    output_options,
    show,
)
from esremote.commands._source_argument import source_argument
from esremote.live.ask import open_clusters
from esremote.live.checkup import checkup
from esremote.live.observe import observe
from esremote.live.writers import WRITERS, text
from esremote.model.findings.finding import Severity

if TYPE_CHECKING:
    from pathlib import Path

    from esremote.commands._source_argument import SourceArgument

LEVELS = {"error": {Severity.ERROR}, "warning": {Severity.ERROR, Severity.WARNING}}

CLUSTERS_FILE = """\
clusters.yaml, with passwords in ESREMOTE_FRANKFURT_PASSWORD and so on:
  clusters:
    frankfurt: {endpoints: [https://frankfurt.example:9200], username: ops, ca_file: frankfurt-ca.crt}
    dublin: {endpoints: [https://dublin.example:9200], username: ops, ca_file: dublin-ca.crt}
"""
EPILOG = epilog(
    SOURCE,
    CLUSTERS_FILE,
    examples="""
        esremote doctor clusters.yaml
        esremote doctor cdktf.out/stacks/search
        esremote doctor .lab/lab.json --format json --fail-on error
    """,
    done="The clusters were examined. With --fail-on: there is no such finding.",
    found="With --fail-on: there is a finding of at least that severity.",
)


@click.command(epilog=EPILOG, short_help="Examine live clusters and their connections.")
@source_argument
@click.option(
    "--fail-on", type=click.Choice(list(LEVELS)), help="Exit with 2 on a finding of at least this severity."
)
@output_options(WRITERS)
def command(source: SourceArgument, fail_on: str | None, format_: str, output: Path | None) -> None:
    """Examine live clusters: which aliases respond, why others do not, and what needs attention.

    SOURCE must say how the clusters are reached, which a facts document does not. Nothing is changed on any
    cluster, and the clusters need not be managed by esremote. List as many of your clusters as you can:
    connections between them are examined from both sides.
    """
    with errors_in_words():
        opened = open_clusters(source.read_only())
    with asking(len(opened)):
        observed = asyncio.run(observe(opened))
    found = checkup(observed, datetime.now(UTC))
    if format_ == "text" and output is None and at_a_terminal():
        show(text.lines(found))
    else:
        emit(WRITERS[format_](found), output)
    if fail_on and any(finding.severity in LEVELS[fail_on] for finding in found.findings):
        click.get_current_context().exit(FOUND)
