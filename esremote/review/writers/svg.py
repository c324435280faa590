"""The diagram as SVG, in light or dark mode: arrows lead to the remote cluster, with two heads if mutual."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from esremote.review import words
from esremote.review.drawing import HEIGHT, draw
from esremote.review.report import Direction
from esremote.review.writers._styles import styled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from esremote.review.drawing import Arrow, Box
    from esremote.review.report import Link, Report

LABELS = 24
"""With more arrows than this, labels would overlap: they are shown only when the pointer is over them."""

_STYLE = styled("diagram.css")

_LEGEND = 44
_LETTER = 6.6


def write(report: Report) -> str:
    """Render the connections of a report as a file."""
    return diagram(report.links, title=report.title)


def diagram(links: Sequence[Link], *, title: str) -> str:
    """Render connections, for a file or for a page that embeds them."""
    drawing = draw(links)
    width, height = max(drawing.width, 420), drawing.height + _LEGEND
    parts = [
        _opening(width, height),
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style>",
        f"<defs>{''.join(map(_marker, ('', 'added', 'removed')))}</defs>",
        *map(_line, drawing.arrows),
        *map(_box, drawing.boxes),
        *(_label(arrow) for arrow in drawing.arrows if len(links) <= LABELS),
        _legend(links, drawing.height),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _opening(width: float, height: float) -> str:
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="diagram" {size} role="img">'


def _marker(kind: str) -> str:
    name = f"head-{kind}" if kind else "head"
    return (
        f'<marker id="{name}" class="{kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="11" '
        'markerHeight="11" orient="auto-start-reverse" markerUnits="userSpaceOnUse">'
        '<path d="M0 0 L10 5 L0 10 z"/></marker>'
    )


def _kind(link: Link) -> str:
    return link.direction.value if link.direction in {Direction.ADDED, Direction.REMOVED} else ""


def _line(arrow: Arrow) -> str:
    kind = _kind(arrow.link)
    head = f"url(#head-{kind})" if kind else "url(#head)"
    start = f' marker-start="{head}"' if arrow.link.mutual else ""
    (x1, y1), (bx, by), (x2, y2) = arrow.start, arrow.bend, arrow.end
    return (
        f'<path class="link {kind}" d="M{x1:.1f} {y1:.1f} Q{bx:.1f} {by:.1f} {x2:.1f} {y2:.1f}" '
        f'marker-end="{head}"{start}><title>{escape(_title(arrow.link))}</title></path>'
    )


def _title(link: Link) -> str:
    return f"{link.local_cluster} to {link.remote_cluster}: {words.link(link)}"


def _box(box: Box) -> str:
    return (
        f'<rect x="{box.x - box.width / 2:.1f}" y="{box.y - HEIGHT / 2:.1f}" width="{box.width:.1f}" '
        f'height="{HEIGHT}" rx="8"/>'
        f'<text class="cluster" x="{box.x:.1f}" y="{box.y:.1f}">{escape(box.name)}</text>'
    )


def _label(arrow: Arrow) -> str:
    x, y = arrow.label
    label = words.link(arrow.link)
    width = len(label) * _LETTER + 8
    return (
        f'<rect class="under" x="{x - width / 2:.1f}" y="{y - 9:.1f}" width="{width:.1f}" height="18"/>'
        f'<text class="label" x="{x:.1f}" y="{y:.1f}">{escape(label)}</text>'
    )


def _legend(links: Sequence[Link], top: float) -> str:
    shown = {link.direction for link in links}
    entries = [
        text
        for text, holds in (
            ("→ API key: one-way trust", any(not link.mutual for link in links)),
            ("↔ TLS certificates: mutual trust", any(link.mutual for link in links)),
            ("green: new", Direction.ADDED in shown),
            ("red, dashed: removed", Direction.REMOVED in shown),
        )
        if holds
    ]
    return f'<text class="legend" x="24" y="{top + 12:.1f}">{" · ".join(entries)}</text>'
