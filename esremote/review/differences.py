"""What differs between two sets of attributes, by what they mean: neither order nor a default counts."""

from __future__ import annotations

import json
from itertools import zip_longest
from typing import TYPE_CHECKING

from esremote.model.queries import canonical
from esremote.review.report import Detail
from esremote.sources.unknown import is_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from esremote.sources.jsonlike import Json, JsonObject

_COMPUTED = frozenset(
    {"id", "key_id", "expires_at", "encoded", "connected", "security_model", "wait_for", "wait_timeout"}
)
"""Told by the provider, or about the apply itself: of no interest to a reviewer."""

_IDENTITY = frozenset({"alias", "local_cluster", "on_cluster", "name", "remote_cluster"})
"""Part of the name under which a new resource is shown."""

_SECRET = frozenset({"credentials_wo"})

_JSON = frozenset({"query", "metadata"})

_TRUE_BY_DEFAULT = frozenset({"skip_unavailable"})


def differences(before: JsonObject, after: JsonObject) -> Iterator[Detail]:
    """Yield each attribute that means something else after.

    >>> list(differences({"names": ["a", "b"]}, {"names": ["b", "a"], "query": None}))
    []
    """
    return _of_objects(_meant(before), _meant(after), "")


def _meant(values: JsonObject) -> dict[str, Json]:
    """Leave out what is computed, absent or a default, and order what has no order."""
    meant = (
        (name, "(secret)" if name in _SECRET and not is_unknown(value) else _value(name, value))
        for name, value in values.items()
        if name not in _COMPUTED and value is not None
    )
    return {name: value for name, value in meant if value is not None}


def _value(name: str, value: Json) -> Json:
    match value:
        case None | [] | False if name not in _TRUE_BY_DEFAULT:
            return None
        case str() if name in _JSON:
            return canonical(value)
        case dict():
            return _meant(value) or None
        case [dict(), *_]:
            return [_meant(one) for one in value]
        case list():
            return sorted(value, key=str)
        case _:
            return value


def _difference(before: Json, after: Json, path: str) -> Iterator[Detail]:
    if before == after:
        return
    match before, after:
        case (dict() | None, dict() | None):
            yield from _of_objects(before or {}, after or {}, f"{path}.")
        case ([dict(), *_], list() | None) | (list() | None, [dict(), *_]):
            yield from _of_lists(before or [], after or [], path)
        case _:
            yield Detail(path, _shown(before), _shown(after))


def _of_objects(before: dict[str, Json], after: dict[str, Json], path: str) -> Iterator[Detail]:
    told_already = frozenset() if before else _IDENTITY
    for name in sorted({*before, *after} - told_already):
        yield from _difference(before.get(name), after.get(name), f"{path}{name}")


def _of_lists(before: list[Json], after: list[Json], path: str) -> Iterator[Detail]:
    """Pair what differs; what stands on both sides, wherever, is no difference."""
    had, has = (list(map(_text, side)) for side in (before, after))
    kept = {*had} & {*has}
    gone = [(place, one) for place, one in enumerate(before) if had[place] not in kept]
    come = [(place, one) for place, one in enumerate(after) if has[place] not in kept]
    for old, new in zip_longest(gone, come):
        place = (new or old)[0]
        yield from _difference(old and old[1], new and new[1], f"{path}[{place}]")


_text = json.JSONEncoder(sort_keys=True, default=str).encode


def _shown(value: Json) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case list():
            return ", ".join(map(str, value))
        case dict():
            return json.dumps(value, default=str, ensure_ascii=False)
        case _:
            return str(value)
