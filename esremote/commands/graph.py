"""`esremote graph`: which cluster connects to which, as a diagram."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from esremote.commands._output import emit, errors_in_words, output_options
from esremote.commands._sources import HELP, read_source, source_arguments
from esremote.review import words
from esremote.review.network import arrows
from esremote.review.writers import mermaid, svg
from esremote.review.writers.json import link

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from esremote.review.report import Link

EPILOG = (
    HELP
    + """
\b
Examples:
  esremote graph
  esremote graph plan.json --format svg --output clusters.svg
  esremote graph clusters.yaml --format mermaid

\b
Exit codes:
  0  drawn
  1  something cannot be read or is used wrongly
"""
)


def _text(links: Sequence[Link]) -> str:
    lines = [
        f"{one.local_cluster} {'<->' if one.mutual else '->'} {one.remote_cluster}  {words.link(one)}"
        for one in links
    ]
    return "".join(f"{line}\n" for line in lines) or "no connection\n"


def _json(links: Sequence[Link]) -> str:
    return json.dumps({"format_version": "1.0", "connections": [link(one) for one in links]}, indent=2) + "\n"


def _svg(links: Sequence[Link]) -> str:
    return svg.diagram(links, title="Connections between clusters")


WRITERS: Mapping[str, Callable[[Sequence[Link]], str]] = {
    "text": _text,
    "mermaid": mermaid.diagram,
    "svg": _svg,
    "json": _json,
}


@click.command(epilog=EPILOG, short_help="Which cluster connects to which, as a diagram.")
@source_arguments
@output_options(list(WRITERS))
def command(source: Path, live: bool, synthesised: Path | None, format_: str, output: Path | None) -> None:  # noqa: FBT001
    """Draw which cluster connects to which: arrows from local to remote, with alias, security model and port.

    An arrow with one head is an API key: only the local cluster trusts the other's certificate. One with two
    heads is the TLS certificate model: trust is mutual.
    """
    with errors_in_words():
        known = read_source(source, live=live, synthesised=synthesised)
    emit(WRITERS[format_](arrows(known.landscape, known.endpoints)), output)
