"""What a plan does to connections, keys and roles, attribute by attribute, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from esremote.model.source import Source
from esremote.review.differences import differences
from esremote.review.report import Change, Detail, Direction
from esremote.sources.plan import ResourceChange
from esremote.sources.resources import CONNECTION, ROLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from esremote.sources.snapshot import Resource, Snapshot

_OWN_KEY = "cross_cluster_api_key"


def changes(
    resource_changes: Sequence[ResourceChange], before: Snapshot, after: Snapshot
) -> tuple[Change, ...]:
    """Say what happens to each resource; what a connection does to its own key is a change of that key."""
    sources = {one.address: one.source for side in (before, after) for one in side.declared}
    return tuple(one for each in resource_changes for one in _changes(each, sources))


def between(before: Snapshot, after: Snapshot) -> tuple[ResourceChange, ...]:
    """Pair the resources of two folders, as a plan would; one stack alone may be called differently there."""
    alone = all(len({one.stack for one in side.resources}) <= 1 for side in (before, after))
    old, new = (
        {("" if alone else one.stack, one.address): one for one in side.resources} for side in (before, after)
    )
    return tuple(_paired(old.get(name), new.get(name)) for name in sorted({*old, *new}))


def _paired(old: Resource | None, new: Resource | None) -> ResourceChange:
    some = new or old
    if some is None:
        raise AssertionError("a resource is on one side at least")
    action = "update" if old and new else "create" if new else "delete"
    had, has = (one.attributes if one else None for one in (old, new))
    return ResourceChange(some.address, some.type, (action,), had, has)


def _changes(change: ResourceChange, sources: Mapping[str, Source]) -> Iterator[Change]:
    direction = _direction(change)
    if direction is None:
        return
    details = tuple(differences(change.before or {}, change.after)) if change.after is not None else ()
    about_key = tuple(one for one in details if one.path.startswith(_OWN_KEY))
    rest = tuple(one for one in details if not one.path.startswith(_OWN_KEY))
    replaced = set(change.actions) == {"create", "delete"}
    if direction is Direction.CHANGED and not details and not replaced:
        return
    source = sources.get(change.address, Source(address=change.address))

    def made(kind: str, name: str, direction: Direction, details: tuple[Detail, ...]) -> Change:
        return Change(direction, kind, name, change.address, details, replaced, change.outside, source)

    if rest or not about_key or direction is not Direction.CHANGED:
        kind = {CONNECTION: "connection", ROLE: "role"}.get(change.type, "key")
        yield made(kind, _name(change), direction, rest)
    had, has = (bool((side or {}).get(_OWN_KEY)) for side in (change.before, change.after))
    if about_key or (had and not has):
        yield made(
            "key", _key_name(change), _appearing(had, has), tuple(map(_short, about_key)) if has else ()
        )


def _direction(change: ResourceChange) -> Direction | None:
    match set(change.actions):
        case actions if actions <= {"no-op", "read", "forget"}:
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


def _name(change: ResourceChange) -> str:
    values = change.after or change.before or {}
    if change.type == CONNECTION:
        return f"{values.get('local_cluster')}/{values.get('alias')}"
    return f"{values.get('name')} on {values.get('on_cluster')}"


def _key_name(change: ResourceChange) -> str:
    values = change.after or change.before or {}
    keys = [side.get(_OWN_KEY) for side in (change.after, change.before) if side]
    key = next((one for one in keys if isinstance(one, Mapping)), {})
    name = key.get("name") or f"{values.get('local_cluster')}-{values.get('alias')}"
    return f"{name} on {key.get('remote_cluster', values.get('alias'))}"


def _short(detail: Detail) -> Detail:
    return Detail(detail.path.removeprefix(f"{_OWN_KEY}."), detail.before, detail.after)
