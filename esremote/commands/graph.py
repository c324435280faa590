"""`esremote graph`: which cluster connects to which, as a diagram."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from esremote.commands._help import SOURCE, epilog
from esremote.commands._output import emit, errors_in_words, output_options
from esremote.commands._source_argument import live_option, source_argument
from esremote.review import words
from esremote.review.network import arrows
from esremote.review.writers import mermaid, svg
from esremote.review.writers.json import link as link_as_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from esremote.commands._source_argument import SourceArgument
    from esremote.review.report import Link

EPILOG = epilog(
    SOURCE,
    examples="""
        esremote graph
        esremote graph plan.json --format svg --output clusters.svg
        esremote graph clusters.yaml --format mermaid
    """,
    done="The diagram was drawn.",
)


def _text(links: Sequence[Link]) -> str:
    lines = [
        f"{link.local_cluster} {'<->' if link.mutual else '->'} {link.remote_cluster}  {words.link(link)}"
        for link in links
    ]
    return "".join(f"{line}\n" for line in lines) or "no connections\n"


def _json(links: Sequence[Link]) -> str:
    return (
        json.dumps({"format_version": "1.0", "connections": [link_as_json(link) for link in links]}, indent=2)
        + "\n"
    )


def _svg(links: Sequence[Link]) -> str:
    return svg.diagram(links, title="Connections between clusters")


WRITERS: Mapping[str, Callable[[Sequence[Link]], str]] = {
    "text": _text,
    "mermaid": mermaid.diagram,
    "svg": _svg,
    "json": _json,
}


@click.command(epilog=EPILOG, short_help="Draw which cluster connects to which.")
@source_argument
@live_option
@output_options(WRITERS)
def command(source: SourceArgument, format_: str, output: Path | None) -> None:
    """Draw which cluster connects to which.

    Arrows lead from the local to the remote cluster and show the alias, the security model and the port. An
    arrow with one head uses an API key: only the local cluster trusts the other's certificate. An arrow with
    two heads uses TLS certificates: trust is mutual.
    """
    with errors_in_words():
        described = source.read()
    emit(WRITERS[format_](arrows(described.landscape, described.endpoints)), output)
