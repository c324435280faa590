"""What a plan does to connections, keys and roles, attribute by attribute, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from esremote.model.source import Source
from esremote.review.differences import differences
from esremote.review.report import Change, Detail, Direction
from esremote.sources.plan import ResourceChange
from esremote.sources.resource_types import RESOURCE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from esremote.sources.resource_types.resource_type import Part
    from esremote.sources.snapshot import Resource, Snapshot


def changes(
    resource_changes: Sequence[ResourceChange], before: Snapshot, after: Snapshot
) -> tuple[Change, ...]:
    """Describe what happens to each resource; a change of a connection's own key is a change of that key."""
    sources = {declared.address: declared.source for side in (before, after) for declared in side.declared}
    return tuple(
        change
        for resource_change in resource_changes
        for change in _changes(
            resource_change, sources.get(resource_change.address, Source(address=resource_change.address))
        )
    )


def between(before: Snapshot, after: Snapshot) -> tuple[ResourceChange, ...]:
    """Pair the resources of two folders as a plan would; two single stacks match whatever their names are."""
    alone = all(len({resource.stack for resource in side.resources}) <= 1 for side in (before, after))
    old, new = (
        {("" if alone else resource.stack, resource.address): resource for resource in side.resources}
        for side in (before, after)
    )
    return tuple(_paired(old.get(name), new.get(name)) for name in sorted({*old, *new}))


def _paired(old: Resource | None, new: Resource | None) -> ResourceChange:
    some = new or old
    if some is None:
        raise AssertionError("a resource is on one side at least")
    action = "update" if old and new else "create" if new else "delete"
    had, has = (resource.attributes if resource else None for resource in (old, new))
    return ResourceChange(some.address, some.type, (action,), had, has)


def _changes(change: ResourceChange, source: Source) -> Iterator[Change]:
    """Describe a resource's change: first what is the resource's own, then each of its parts."""
    direction = _direction(change)
    if direction is None:
        return
    type_ = RESOURCE_TYPES[change.type]
    details = (
        tuple(differences(change.before or {}, change.after, type_.comparison))
        if change.after is not None
        else ()
    )
    replaced = set(change.actions) == {"create", "delete"}
    told = change.imported or change.moved_from is not None or "forget" in change.actions
    if direction is Direction.CHANGED and not details and not replaced and not told:
        return

    def made(noun: str, name: str, direction: Direction, details: tuple[Detail, ...]) -> Change:
        return Change(
            direction,
            noun,
            name,
            change.address,
            details,
            replaced=replaced,
            outside=change.outside,
            imported=change.imported,
            forgotten="forget" in change.actions,
            moved_from=change.moved_from,
            source=source,
        )

    of_parts = {part: tuple(_within(part, details)) for part in type_.parts}
    own = tuple(detail for detail in details if not any(detail in inner for inner in of_parts.values()))
    if own or not any(of_parts.values()) or direction is not Direction.CHANGED:
        yield made(type_.noun, type_.name(_values(change)), direction, own)
    for part, inner in of_parts.items():
        had, has = (bool((side or {}).get(part.attribute)) for side in (change.before, change.after))
        if inner or (had and not has):
            shown = tuple(_shortened(part, detail) for detail in inner) if has else ()
            yield made(part.noun, _name_of(part, change), _appearing(had, has), shown)


def _direction(change: ResourceChange) -> Direction | None:
    match set(change.actions):
        case actions if "forget" in actions or (
            actions == {"no-op"} and (change.imported or change.moved_from is not None)
        ):
            return Direction.CHANGED
        case actions if actions <= {"no-op", "read"}:
            return None
        case actions if actions == {"create"}:
            return Direction.ADDED
        case actions if actions == {"delete"}:
            return Direction.REMOVED
        case _:
            return Direction.CHANGED


def _appearing(had: bool, has: bool) -> Direction:  # noqa: FBT001 - the two sides, in order
    if had and has:
        return Direction.CHANGED
    return Direction.ADDED if has else Direction.REMOVED


def _within(part: Part, details: Sequence[Detail]) -> Iterator[Detail]:
    return (detail for detail in details if detail.path.partition(".")[0] == part.attribute)


def _shortened(part: Part, detail: Detail) -> Detail:
    return Detail(detail.path.removeprefix(f"{part.attribute}."), detail.before, detail.after)


def _name_of(part: Part, change: ResourceChange) -> str:
    sides = [side.get(part.attribute) for side in (change.after, change.before) if side]
    inner = next((side for side in sides if isinstance(side, Mapping)), {})
    return part.name(_values(change), inner)


def _values(change: ResourceChange) -> Mapping[str, object]:
    return change.after or change.before or {}
