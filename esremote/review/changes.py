"""What a plan does to connections, keys and roles, attribute by attribute, in plain words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from esremote.model.provenance import Source
from esremote.review.reading.plan import ResourceChange
from esremote.review.reading.resources import CONNECTION, ROLE
from esremote.review.report import Change, Detail, Direction

if TYPE_CHECKING:
    from esremote.review.jsonlike import Json
    from esremote.review.reading.snapshot import Resource, Snapshot

_COMPUTED = frozenset(
    {"id", "key_id", "expires_at", "encoded", "connected", "security_model", "wait_for", "wait_timeout"}
)
_IDENTITY = frozenset({"alias", "local_cluster", "on_cluster", "name", "remote_cluster"})
_OWN_KEY = "cross_cluster_api_key"


def changes(
    resource_changes: Sequence[ResourceChange], before: Snapshot, after: Snapshot
) -> tuple[Change, ...]:
    """Say what happens to each resource; what a connection does to its own key is a change of that key."""
    sources = {one.address: one.source for side in (before, after) for one in side.declared}
    return tuple(one for each in resource_changes for one in _changes(each, sources))


def between(before: Snapshot, after: Snapshot) -> tuple[ResourceChange, ...]:
    """Pair the resources of two folders, as a plan would."""
    old, new = ({(one.stack, one.address): one for one in side.resources} for side in (before, after))
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
    details = tuple(_details(change.before or {}, change.after or {})) if change.after is not None else ()
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
    key = values.get(_OWN_KEY) or (change.before or {}).get(_OWN_KEY) or {}
    name = key.get("name") or f"{values.get('local_cluster')}-{values.get('alias')}"
    return f"{name} on {key.get('remote_cluster')}"


def _short(detail: Detail) -> Detail:
    return Detail(detail.path.removeprefix(f"{_OWN_KEY}."), detail.before, detail.after)


def _details(before: Mapping[str, Any], after: Mapping[str, Any], path: str = "") -> Iterator[Detail]:
    for name in sorted({*before, *after}):
        if name in _COMPUTED or (name in _IDENTITY and name not in before):
            continue
        yield from _difference(before.get(name), after.get(name), f"{path}{name}")


def _difference(before: Json, after: Json, path: str) -> Iterator[Detail]:
    if _canonical(before) == _canonical(after):
        return
    match before, after:
        case (Mapping() | None, Mapping() | None):
            yield from _details(before or {}, after or {}, f"{path}.")
        case (list() | None, list() | None) if _of_objects(before) or _of_objects(after):
            yield from _of_lists(before or [], after or [], path)
        case _:
            yield Detail(path, _shown(before), _shown(after))


def _of_objects(value: Json) -> bool:
    return bool(value) and any(isinstance(one, dict) for one in value)


def _of_lists(before: list[Any], after: list[Any], path: str) -> Iterator[Detail]:
    """Pair what differs; what stands on both sides, wherever, is no difference."""
    had, has = ({_canonical(one) for one in side} for side in (before, after))
    gone = [(place, one) for place, one in enumerate(before) if _canonical(one) not in has]
    come = [(place, one) for place, one in enumerate(after) if _canonical(one) not in had]
    for old, new in zip_longest(gone, come):
        place = (new or old)[0]
        yield from _difference(old and old[1], new and new[1], f"{path}[{place}]")


def _canonical(value: Json) -> Json:
    """Give a value that is equal for all spellings of the same: order of sets, null and absent and empty."""
    match value:
        case Mapping():
            members = ((name, _canonical(one)) for name, one in value.items() if name not in _COMPUTED)
            return frozenset((name, one) for name, one in members if one is not None) or None
        case list():
            return tuple(sorted((_canonical(one) for one in value), key=repr)) or None
        case False:
            return None
        case _:
            return value


def _shown(value: Json) -> str | None:
    match value:
        case None | [] | {}:
            return None
        case bool():
            return "true" if value else "false"
        case list():
            return ", ".join(str(one) for one in sorted(value, key=str))
        case Mapping():
            return json.dumps(value, default=str, ensure_ascii=False)
        case _:
            return str(value)
