"""What differs between two sets of attributes, by what they mean: neither order nor defaults count."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from esremote.model.normalise import meaning
from esremote.review.report import Detail
from esremote.sources.unknown import is_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from esremote.sources.jsonlike import Json, JsonObject
    from esremote.sources.resource_types.resource_type import Comparison


def differences(before: JsonObject, after: JsonObject, comparison: Comparison) -> Iterator[Detail]:
    """Yield each attribute that means something else afterwards.

    >>> from esremote.sources.resource_types.resource_type import Comparison
    >>> list(differences({"names": ["a", "b"]}, {"names": ["b", "a"], "query": None}, Comparison()))
    []
    """
    comparing = _Comparing(comparison)
    return comparing.objects(comparing.meant(before), comparing.meant(after), "")


@dataclass(frozen=True, slots=True)
class _Comparing:
    """A comparison of the attributes of one resource type."""

    by: Comparison

    def meant(self, values: JsonObject) -> dict[str, Json]:
        """Leave out what is computed, absent or a default, and sort what has no order."""
        meant = (
            (
                name,
                "(secret)" if name in self.by.secret and not is_unknown(value) else self._value(name, value),
            )
            for name, value in values.items()
            if name not in self.by.computed and value is not None
        )
        return {name: value for name, value in meant if value is not None}

    def _value(self, name: str, value: Json) -> Json:
        match value:
            case False if name in self.by.true_by_default:
                return False
            case dict():
                return self.meant(value) or None
            case [dict(), *_]:
                return [self.meant(member) for member in value]
            case _:
                return meaning(value)

    def objects(self, before: dict[str, Json], after: dict[str, Json], path: str) -> Iterator[Detail]:
        """Compare two objects, both as they are meant."""
        shown_in_the_title = frozenset() if before else self.by.identity
        for name in sorted({*before, *after} - shown_in_the_title):
            yield from self._difference(before.get(name), after.get(name), f"{path}{name}")

    def _difference(self, before: Json, after: Json, path: str) -> Iterator[Detail]:
        if before == after:
            return
        match before, after:
            case (dict() | None, dict() | None):
                yield from self.objects(before or {}, after or {}, f"{path}.")
            case ([dict(), *_], list() | None) | (list() | None, [dict(), *_]):
                yield from self._lists(before or [], after or [], path)
            case _:
                yield Detail(path, _shown(before), _shown(after))

    def _lists(self, before: list[Json], after: list[Json], path: str) -> Iterator[Detail]:
        """Pair what differs; what stands on both sides, at any position, is no difference."""
        had, has = (list(map(_text, side)) for side in (before, after))
        kept = {*had} & {*has}
        gone = [(place, member) for place, member in enumerate(before) if had[place] not in kept]
        come = [(place, member) for place, member in enumerate(after) if has[place] not in kept]
        for old, new in zip_longest(gone, come):
            place = (new or old)[0]
            yield from self._difference(old and old[1], new and new[1], f"{path}[{place}]")


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
