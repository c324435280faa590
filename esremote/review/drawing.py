"""Where the clusters and arrows of a diagram stand: in two columns if possible, or in a circle."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from esremote.review.report import Link

HEIGHT = 44
_ROW = 92
_GAP = 340
_MARGIN = 24
_LETTER = 8.6
_NAME_WIDTH = 110.0
_LANE = 30
_LABEL = 0.62
"""Labels stand nearer to the remote cluster, where many arrows from one cluster are farther apart."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A cluster: the middle of its box and the box's width."""

    name: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """A connection: the ends of its line, the point it bends towards, where its label stands."""

    link: Link
    start: Point
    bend: Point
    end: Point
    label: Point


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole diagram in its own coordinates."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def draw(links: Sequence[Link]) -> Drawing:
    """Place every cluster and arrow."""
    locals_ = sorted({link.local_cluster for link in links})
    remotes = sorted({link.remote_cluster for link in links})
    width = max([_NAME_WIDTH, *(len(name) * _LETTER + 28 for name in (*locals_, *remotes))])
    boxes = (
        _circle(sorted({*locals_, *remotes}), width)
        if {*locals_} & {*remotes}
        else _columns(locals_, remotes, width)
    )
    arrows = _arrows(links, boxes)
    every = boxes.values()
    return Drawing(
        width=max((box.x + box.width / 2 for box in every), default=0) + _MARGIN,
        height=max((box.y + HEIGHT / 2 for box in every), default=0) + _MARGIN,
        boxes=tuple(every),
        arrows=arrows,
    )


def _columns(locals_: Sequence[str], remotes: Sequence[str], width: float) -> dict[str, Box]:
    rows = max(len(locals_), len(remotes))
    left, right = _MARGIN + width / 2, _MARGIN + width * 1.5 + _GAP
    return {
        name: Box(name, x, _MARGIN + HEIGHT / 2 + _ROW * (position + (rows - len(column)) / 2), width)
        for x, column in ((left, locals_), (right, remotes))
        for position, name in enumerate(column)
    }


def _circle(names: Sequence[str], width: float) -> dict[str, Box]:
    across = max(width + _GAP * 0.6, len(names) * (width + 40) / 3)
    down = max(130.0, len(names) * 48.0)
    middle = (_MARGIN + width / 2 + across, _MARGIN + HEIGHT / 2 + down)
    boxes = {}
    for position, name in enumerate(names):
        angle = 2 * math.pi * position / len(names) - math.pi / 2
        boxes[name] = Box(
            name, middle[0] + across * math.cos(angle), middle[1] + down * math.sin(angle), width
        )
    return boxes


def _arrows(links: Sequence[Link], boxes: Mapping[str, Box]) -> tuple[Arrow, ...]:
    """Draw the first connection between two clusters straight, unless one leads back; bend the others."""
    ways = {(link.local_cluster, link.remote_cluster) for link in links}
    lanes: dict[tuple[str, str], int] = defaultdict(int)
    arrows = []
    for link in links:
        way = (link.local_cluster, link.remote_cluster)
        lane = lanes[way] + (1 if way[::-1] in ways else 0)
        arrows.append(_arrow(link, boxes, _LANE * lane))
        lanes[way] += 1
    return tuple(arrows)


def _arrow(link: Link, boxes: Mapping[str, Box], side: float) -> Arrow:
    here, there = boxes[link.local_cluster], boxes[link.remote_cluster]
    dx, dy = there.x - here.x, there.y - here.y
    length = math.hypot(dx, dy) or 1.0
    bend = ((here.x + there.x) / 2 - dy / length * side * 2, (here.y + there.y) / 2 + dx / length * side * 2)
    start, end = _edge(here, bend), _edge(there, bend)
    return Arrow(link, start, bend, end, _along(start, bend, end, _LABEL))


def _along(start: Point, bend: Point, end: Point, part: float) -> Point:
    """Return the point of a bent line that stands at a part of its way."""
    rest = 1 - part
    weighted = ((rest * rest, start), (2 * rest * part, bend), (part * part, end))
    return sum(weight * point[0] for weight, point in weighted), sum(
        weight * point[1] for weight, point in weighted
    )


def _edge(box: Box, towards: Point) -> Point:
    """Return the point where a line from the middle of a box leaves it."""
    dx, dy = towards[0] - box.x, towards[1] - box.y
    shares = [abs(half / part) for half, part in ((box.width / 2, dx), (HEIGHT / 2, dy)) if part]
    share = min(shares, default=0.0)
    return box.x + dx * share, box.y + dy * share
