"""What a change lets somebody see that could not be seen before: names, fields, documents."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from esremote.access.decision.filters import shows_as_much
from esremote.access.reach.regions import Region

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def gained(before: Iterable[Region], after: Iterable[Region]) -> tuple[Region, ...]:
    """Give what can be seen after a change and could not be seen before.

    Queries are compared as text: documents count as gained unless the queries after the change are the same,
    or fewer.

    Args:
        before: what could be reached, from `reachable`.
        after: what can be reached now.

    Returns:
        the parts of `after` that hold something new, each with everything that can be seen of it now.
    """
    return tuple(_gained(tuple(before), after))


def _gained(before: tuple[Region, ...], after: Iterable[Region]) -> Iterator[Region]:
    for region in after:
        known = (old.names for old in before if shows_as_much(old, region))
        rest = reduce(lambda names, seen: names - seen, known, region.names)
        if rest.possible:
            yield Region(rest, region.fields, region.documents)
