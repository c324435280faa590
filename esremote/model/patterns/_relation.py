"""How a set of names lies to another: the three answers that a grant against a key can have."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from esremote.model.patterns._common import common
from esremote.model.patterns._names import Names

if TYPE_CHECKING:
    from collections.abc import Iterable


class Relation(StrEnum):
    """Where the names that are asked for lie, seen from the names that are granted."""

    WITHIN = "within"
    OVERLAPS = "overlaps"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer of `compare`.

    Args:
        relation: within, overlaps or outside; what no index can be named is outside.
        common: what is both asked for and granted, as patterns.
        inside: an example of a name in both, if there is one.
        outside: an example of a name that is asked for and not granted, if there is one.
    """

    relation: Relation
    common: tuple[str, ...]
    inside: str | None
    outside: str | None


def compare(asked: Iterable[str], granted: Iterable[str]) -> Comparison:
    """Compare the names that are asked for with those that are granted.

    Args:
        asked: patterns, such as a role's `names`.
        granted: patterns, such as a key's `names`.

    Raises:
        InvalidPatternError: Elasticsearch refuses a pattern.

    >>> compare(["logs-*", "audit-*"], ["logs-*", "metrics-*"])
    Comparison(relation=<Relation.OVERLAPS: 'overlaps'>, common=('logs-*',), inside='logs-', outside='audit-')
    """
    return _compare(Names.of(*asked), Names.of(*granted))


@lru_cache(maxsize=16384)
def _compare(asked: Names, granted: Names) -> Comparison:
    inside = asked.example_with(granted)
    if inside is None:
        return Comparison(Relation.OUTSIDE, (), None, asked.example)
    shared = common(asked.patterns, granted.patterns)
    outside = asked.example_without(granted)
    return Comparison(Relation.WITHIN if outside is None else Relation.OVERLAPS, shared, inside, outside)
