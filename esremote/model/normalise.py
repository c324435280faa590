"""Keeps what the user wrote wherever the server means the same by what it says.

Elasticsearch answers in its own spelling: a query given as an object comes back as a string, an absent
`allow_restricted_indices` comes back as `false`, sets come back in some order. A plan after an apply must be
empty, so what is read back is written the way it was given, and only what means something else counts as
drift.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TypeAlias

from esremote.model.queries import canonical

Value: TypeAlias = "bool | int | float | str | list[Value] | tuple[Value, ...] | dict[str, Value] | None"


def in_spelling_of(given: Value, answered: Value) -> Value:
    """Return `answered` in the spelling of `given`, part by part.

    >>> in_spelling_of({"query": '{"match_all": {}}'}, {"query": '{"match_all":{}}', "names": None})
    {'query': '{"match_all": {}}'}
    """
    if same(given, answered):
        return given
    match answered:
        case dict():
            old = given if isinstance(given, dict) else {}
            return {name: in_spelling_of(old.get(name), part) for name, part in answered.items()}
        case list() | tuple():
            before = [*given] if isinstance(given, list | tuple) else []
            return [in_spelling_of(old, new) for old, new in zip_longest(before[: len(answered)], answered)]
    return answered


def same(given: Value, answered: Value) -> bool:
    """Tell whether two values mean the same to Elasticsearch.

    >>> same(["b", "a"], ["a", "b"]), same(None, False), same('{"a": 1}', '{"a":1}'), same("1", "01")
    (True, True, True, False)
    """
    return meaning(given) == meaning(answered)


def meaning(value: Value) -> object:
    """Give a value in a form that is equal for all values of one meaning; None for what is a default.

    >>> meaning(["b", "a"]), meaning({"query": None, "run_as": []}), meaning('{ "a" : 1 }')
    (['a', 'b'], None, '{"a":1}')
    """
    if not value:
        return None
    match value:
        case str():
            return _document(value)
        case dict():
            parts = {name: meaning(part) for name, part in value.items()}
            return {name: part for name, part in parts.items() if part is not None} or None
        case list() | tuple() if {*map(type, value)} == {str}:
            return sorted(map(str, value))
        case list() | tuple():
            return [meaning(part) for part in value]
    return value


def _document(text: str) -> object:
    """A JSON object is compared by what it holds; every other string by its letters."""
    return canonical(text) if text.lstrip().startswith("{") else text
