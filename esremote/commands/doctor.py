"""`esremote doctor`: live clusters, which of their aliases answer, and what needs care."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import click

from esremote.commands._output import (
    FOUND,
    asking,
    at_a_terminal,
    emit,
    errors_in_words,
    output_options,
    show,
)
from esremote.live.checkup import checkup
from esremote.live.inventory import open_clusters
from esremote.live.reading import observe
from esremote.live.writers import WRITERS, text
from esremote.model.findings.finding import Severity

LEVELS = {"error": {Severity.ERROR}, "warning": {Severity.ERROR, Severity.WARNING}}

EXAMPLES = """
\b
Examples:
  esremote doctor clusters.yaml
  esremote doctor cdktf.out/stacks/search
  esremote doctor .lab/lab.json --format json --fail-on error

\b
clusters.yaml, with passwords in ESREMOTE_FRANKFURT_PASSWORD and so on:
  clusters:
    frankfurt: {endpoints: [https://frankfurt.example:9200], username: ops, ca_file: frankfurt-ca.crt}
    dublin: {endpoints: [https://dublin.example:9200], username: ops, ca_file: dublin-ca.crt}

\b
Exit codes:
  0  looked; with --fail-on, nothing of that kind was found
  1  something cannot be read or is used wrongly
  2  --fail-on found what it looks for
"""


@click.command(epilog=EXAMPLES, short_help="Live clusters: what answers, what needs care.")
@click.argument("clusters", type=click.Path(path_type=Path))
@output_options(list(WRITERS))
@click.option(
    "--fail-on", type=click.Choice(list(LEVELS)), help="Exit with 2 on a finding of at least this severity."
)
def command(clusters: Path, format_: str, output: Path | None, fail_on: str | None) -> None:
    """Look at live clusters: which aliases answer, why others do not, and what needs care.

    CLUSTERS is a YAML or JSON file that says how clusters are reached, as in the provider's configuration, or
    a folder that `cdktf synth` wrote. Nothing is changed on any cluster, and none need ever have been managed
    by esremote. Give every cluster that you can: what leads from one to another is looked at from both sides.
    """
    with errors_in_words():
        opened = open_clusters(clusters)
    with asking(len(opened)):
        observed = asyncio.run(observe(opened))
    found = checkup(observed, datetime.now(UTC))
    if format_ == "text" and output is None and at_a_terminal():
        show(text.lines(found))
    else:
        emit(WRITERS[format_](found), output)
    if fail_on and any(one.severity in LEVELS[fail_on] for one in found.findings):
        click.get_current_context().exit(FOUND)
