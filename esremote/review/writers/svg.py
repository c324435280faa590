"""The diagram as SVG, light or dark as the reader's system is: arrows to the remote, TLS drawn as mutual."""

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
"""With more arrows than this, labels would cover each other: they are shown when pointed at."""

_STYLE = styled("diagram.css")

_LEGEND = 44
_LETTER = 6.6


def write(report: Report) -> str:
    """Render the connections of a report as a file of its own."""
    return diagram(report.links, title=report.title)


def diagram(links: Sequence[Link], *, title: str) -> str:
    """Render connections; what a page embeds and what a file holds are the same."""
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
        f'marker-end="{head}"{start}><title>{escape(_told(arrow.link))}</title></path>'
    )


def _told(link: Link) -> str:
    return f"{link.local_cluster} to {link.remote_cluster}: {words.link(link)}"


def _box(box: Box) -> str:
    return (
        f'<rect x="{box.x - box.width / 2:.1f}" y="{box.y - HEIGHT / 2:.1f}" width="{box.width:.1f}" '
        f'height="{HEIGHT}" rx="8"/>'
        f'<text class="cluster" x="{box.x:.1f}" y="{box.y:.1f}">{escape(box.name)}</text>'
    )


def _label(arrow: Arrow) -> str:
    x, y = arrow.label
    told = words.link(arrow.link)
    width = len(told) * _LETTER + 8
    return (
        f'<rect class="under" x="{x - width / 2:.1f}" y="{y - 9:.1f}" width="{width:.1f}" height="18"/>'
        f'<text class="label" x="{x:.1f}" y="{y:.1f}">{escape(told)}</text>'
    )


def _legend(links: Sequence[Link], top: float) -> str:
    shown = {link.direction for link in links}
    told = [
        text
        for text, holds in (
            ("→ API key: trust goes one way", any(not link.mutual for link in links)),
            ("↔ TLS certificates: trust is mutual", any(link.mutual for link in links)),
            ("green: new", Direction.ADDED in shown),
            ("red, dashed: goes", Direction.REMOVED in shown),
        )
        if holds
    ]
    return f'<text class="legend" x="24" y="{top + 12:.1f}">{" · ".join(told)}</text>'
