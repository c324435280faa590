"""Two landscapes against each other: the access that appears, and the access that goes.

Access is compared by what can be read, not by how it is written: a role that reaches the same names over
another alias, another security model or another entry has gained nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from esremote.review.covering import documents_cover, fields_cover
from esremote.review.names import beyond, covers, meet, simplified
from esremote.review.reach import reach, used_keys
from esremote.review.report import Ability, Access, AccessChange, Direction

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from esremote.access.landscape.landscape import Landscape
    from esremote.sources.jsonlike import Json

_T = TypeVar("_T")
_Who = tuple[str, str, str, tuple[Ability, ...]]


def compare(before: Landscape, after: Landscape) -> tuple[AccessChange, ...]:
    """Say what can be reached after and not before, then what could be reached before and not after."""
    used = {*used_keys(before), *used_keys(after)}  # a connection that goes does not set its key free
    old, new = _grouped(reach(before, used=used)), _grouped(reach(after, used=used))
    return (*_joined(_beyond(new, old, Direction.ADDED)), *_joined(_beyond(old, new, Direction.REMOVED)))


def _grouped(every: Iterable[Access]) -> Mapping[_Who, Sequence[Access]]:
    groups: dict[_Who, list[Access]] = defaultdict(list)
    for one in every:
        groups[one.local_cluster, one.remote_cluster, one.role, one.abilities].append(one)
    return groups


def _beyond(
    these: Mapping[_Who, Sequence[Access]], those: Mapping[_Who, Sequence[Access]], direction: Direction
) -> Iterator[AccessChange]:
    for who in sorted(these):
        for one in these[who]:
            if change := _excess(one, those.get(who, ()), direction):
                yield change


def _excess(one: Access, others: Sequence[Access], direction: Direction) -> AccessChange | None:
    """Return the part of some access that no other covers, with what the others have of it."""
    if not others:
        return AccessChange(direction, one)
    wide = tuple(name for other in others if _as_wide(other, one) for name in other.names)
    names = tuple(name for name in one.names if not covers(wide, (name,)))
    if not names:
        return None
    in_common = tuple(
        dict.fromkeys(
            replace(other, names=both, alias=one.alias, steps=())
            for other in others
            if (both := meet(other.names, names))
        )
    )
    shared = tuple(name for other in in_common for name in other.names)
    example = beyond(names, shared) if shared else None
    return AccessChange(direction, replace(one, names=names, example=example), in_common)


def _as_wide(other: Access, one: Access) -> bool:
    return (
        (other.restricted or not one.restricted)
        and documents_cover(other.documents, one.documents)
        and fields_cover(other.fields, one.fields)
    )


def _joined(changes: Iterable[AccessChange]) -> Iterator[AccessChange]:
    """Make one row of those that differ in nothing but their names, or in nothing but what can be done."""
    by_names: dict[Hashable, list[AccessChange]] = defaultdict(list)
    for change in changes:
        by_names[_limits(change), change.access.abilities].append(change)
    by_abilities: dict[Hashable, list[AccessChange]] = defaultdict(list)
    for same in by_names.values():
        joined = _join(same, names=simplified(_every(one.access.names for one in same)))
        by_abilities[_limits(joined), joined.access.names].append(joined)
    for same in by_abilities.values():
        yield _join(same, abilities=_every(one.access.abilities for one in same))


def _limits(change: AccessChange) -> Hashable:
    """Return what rows must have in common to become one: everything but names, abilities and steps."""
    row = change.access
    who = (row.role, row.local_cluster, row.alias, row.remote_cluster)
    return (change.direction, *who, row.documents, row.fields, row.restricted, change.in_common)


def _join(same: Sequence[AccessChange], **whole: Json) -> AccessChange:
    first = same[0]
    if len(same) == 1:
        return first
    steps = _every(one.access.steps for one in same)
    return replace(first, access=replace(first.access, steps=steps, **whole))


def _every(groups: Iterable[tuple[_T, ...]]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(one for group in groups for one in group))
