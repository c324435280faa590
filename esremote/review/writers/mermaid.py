"""The diagram as Mermaid, which GitHub and GitLab draw: arrows from local to remote, TLS drawn as mutual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.review import words
from esremote.review.report import Direction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from esremote.review.report import Link, Report

_ARROWS = {  # (mutual trust, direction) -> how the line is drawn: thick is new, dotted goes
    (False, Direction.ADDED): "==>",
    (False, Direction.REMOVED): "-.->",
    (True, Direction.ADDED): "<==>",
    (True, Direction.REMOVED): "<-.->",
    (False, Direction.CHANGED): "-->",
    (True, Direction.CHANGED): "<-->",
}


def write(report: Report) -> str:
    """Render the connections of a report."""
    return diagram(report.links)


def diagram(links: Sequence[Link]) -> str:
    """Render connections as a flowchart."""
    clusters = sorted({name for link in links for name in (link.local_cluster, link.remote_cluster)})
    ids = {name: f"c{number}" for number, name in enumerate(clusters)}
    lines = ["flowchart LR"]
    lines += [f'    {ids[name]}["{_escaped(name)}"]' for name in clusters]
    for link in links:
        arrow = _ARROWS[link.mutual, link.direction or Direction.CHANGED]
        label = f'"{_escaped(words.link(link))}"'
        lines.append(f"    {ids[link.local_cluster]} {arrow}|{label}| {ids[link.remote_cluster]}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    """Write as entities what Mermaid or the page around it would read as its own."""
    return "".join(char if char.isalnum() or char in " .:-_·/*,()" else f"#{ord(char)};" for char in text)
