"""Two landscapes compared: the access that appears, and the access that goes.

Access is compared by what can be read, not by how it is written: a role that reaches the same names over
another alias, another security model or another entry has gained nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from esremote.access.decision.filters import shows_as_much
from esremote.access.pattern_sets import beyond, covers, meet, simplified
from esremote.access.reach.rows import reach, used_keys
from esremote.model.roles.reserved import SUPERUSER
from esremote.review.report import Access, AccessChange, Direction

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence

    from esremote.access.decision.decisions import Step
    from esremote.access.landscape.landscape import Landscape
    from esremote.access.reach.out_of_view import AliasId
    from esremote.access.reach.rows import Row
    from esremote.sources.jsonlike import Json

_T = TypeVar("_T")
_Who = tuple[str, str, str, str]


def compare(
    before: Landscape, after: Landscape, elsewhere: Collection[AliasId] = ()
) -> tuple[AccessChange, ...]:
    """List what can be reached after and not before, then what could be reached before and not after.

    Args:
        before: the clusters before.
        after: the clusters after.
        elsewhere: aliases that lead to another place after: what they reached before says nothing about it.
    """
    used = {*used_keys(before), *used_keys(after)}  # a connection that goes does not set its key free
    in_view = {*_aliases(before), *_aliases(after)}
    old = [row for row in reach(before, used=used, in_view=in_view) if _alias_of(row) not in elsewhere]
    new = list(reach(after, used=used, in_view=in_view))
    stayed = [row for row in new if _alias_of(row) not in elsewhere]
    gained = _joined(_beyond(_grouped(new), _grouped(old), Direction.ADDED))
    lost = _joined(_beyond(_grouped(old), _grouped(stayed), Direction.REMOVED))
    return (*sorted(gained, key=_first_superusers), *lost)


def _aliases(landscape: Landscape) -> Iterator[AliasId]:
    for cluster in landscape.clusters:
        for alias in cluster.connection_by_alias:
            yield cluster.name, alias


def _alias_of(row: Row) -> AliasId:
    return row.local_cluster, row.alias


def _first_superusers(change: AccessChange) -> bool:
    """Sort those who gain everything, restricted indices included, to the front."""
    row = change.access
    return not (row.role == SUPERUSER and row.names == ("*",) and row.restricted)


def _grouped(rows: Iterable[Row]) -> Mapping[_Who, Sequence[Row]]:
    groups: dict[_Who, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.local_cluster, row.remote_cluster, row.role, row.ability].append(row)
    return groups


def _beyond(
    these: Mapping[_Who, Sequence[Row]], those: Mapping[_Who, Sequence[Row]], direction: Direction
) -> Iterator[AccessChange]:
    for who in sorted(these):
        for row in these[who]:
            if change := _excess(row, those.get(who, ()), direction):
                yield change


def _excess(row: Row, others: Sequence[Row], direction: Direction) -> AccessChange | None:
    """Return the part of a row that no other row covers, with what the others have of it."""
    if not others:
        return AccessChange(direction, _access(row, row.names, row.alias, row.steps))
    wide = tuple(
        name
        for other in others
        if _as_wide(other, row) and _tells(other, row, direction)
        for name in other.names
    )
    names = tuple(name for name in row.names if not covers(wide, (name,)))
    if not names:
        return None
    in_common = tuple(
        dict.fromkeys(
            _access(other, both, row.alias, ()) for other in others if (both := meet(other.names, names))
        )
    )
    shared = tuple(name for other in in_common for name in other.names)
    example = beyond(names, shared) if shared else None
    return AccessChange(
        direction, replace(_access(row, names, row.alias, row.steps), example=example), in_common
    )


def _tells(other: Row, row: Row, direction: Direction) -> bool:
    """Say whether what another row may reach tells that nothing changes: a guess hides no new access."""
    return direction is Direction.REMOVED or not other.missing or other.missing == row.missing


def _as_wide(other: Row, row: Row) -> bool:
    return (other.restricted or not row.restricted) and shows_as_much(other, row)


def _access(row: Row, names: tuple[str, ...], alias: str, steps: tuple[Step, ...]) -> Access:
    return Access(
        role=row.role,
        local_cluster=row.local_cluster,
        alias=alias,
        remote_cluster=row.remote_cluster,
        abilities=(row.ability,),
        names=names,
        documents=row.documents,
        fields=row.fields,
        restricted=row.restricted,
        missing=row.missing,
        steps=steps,
    )


def _joined(changes: Iterable[AccessChange]) -> Iterator[AccessChange]:
    """Join the changes that differ in nothing but their names, or in nothing but what can be done."""
    by_names: dict[Hashable, list[AccessChange]] = defaultdict(list)
    for change in changes:
        by_names[_limits(change), change.access.abilities].append(change)
    by_abilities: dict[Hashable, list[AccessChange]] = defaultdict(list)
    for alike in by_names.values():
        joined = alike[0]
        if len(alike) > 1:
            joined = _join(alike, names=simplified(_every(change.access.names for change in alike)))
        by_abilities[_limits(joined), joined.access.names].append(joined)
    for alike in by_abilities.values():
        if len(alike) > 1:
            yield _join(alike, abilities=_every(change.access.abilities for change in alike))
        else:
            yield alike[0]


def _limits(change: AccessChange) -> Hashable:
    """Return what changes must share to become one: everything but names, abilities and steps."""
    row = change.access
    who = (row.role, row.local_cluster, row.alias, row.remote_cluster)
    return (change.direction, *who, row.documents, row.fields, row.restricted, row.missing, change.in_common)


def _join(alike: Sequence[AccessChange], **whole: Json) -> AccessChange:
    first = alike[0]
    steps = _every(change.access.steps for change in alike)
    return replace(first, access=replace(first.access, steps=steps, **whole))


def _every(groups: Iterable[tuple[_T, ...]]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(member for group in groups for member in group))
