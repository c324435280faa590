"""A report as people and programs read it: one module for each format, each with `write`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from esremote.review.report import Report
from esremote.review.writers import html, json, markdown, mermaid, sarif, svg, text

Writer = Callable[[Report], str]

WRITERS: Mapping[str, Writer] = {
    "text": text.write,
    "markdown": markdown.write,
    "json": json.write,
    "sarif": sarif.write,
    "html": html.write,
    "mermaid": mermaid.write,
    "svg": svg.write,
}
