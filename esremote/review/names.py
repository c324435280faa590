"""Sets of index names, most of them written as a plain name or as a plain beginning followed by `*`.

What such a pattern holds begins with its own letters, so what holds a pattern is one of that pattern's
beginnings. Those are looked up instead of compared, and patterns that begin differently have nothing in
common. That keeps reviews of thousands of grants quick; whatever is left goes through the model's automata.
Both give the same answers, and a test holds them to it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from esremote.model.patterns import InvalidPatternError, Names, literal_beginning

_PLAIN = re.compile(r"[^*?\\/]+\*?|\*")
_SPECIAL = re.compile(r"[*?\\]")

Patterns: TypeAlias = tuple[str, ...]


@lru_cache(maxsize=1 << 16)
def simplified(patterns: Patterns) -> Patterns:
    """Sort patterns, and leave out those that are plainly inside another.

    >>> simplified(("logs-*", "logs-app-*", "audit"))
    ('audit', 'logs-*')
    """
    every = frozenset(_usable(patterns))
    return tuple(sorted(one for one in every if every.isdisjoint(_wider(one))))


@lru_cache(maxsize=1 << 16)
def meet(these: Patterns, those: Patterns) -> Patterns:
    """Give the names that are in both.

    >>> meet(("logs-*", "audit-*"), ("logs-app-*", "metrics-*"))
    ('logs-app-*',)
    """
    these, those = _usable(these), _usable(those)
    here, there = frozenset(these), frozenset(those)
    inside = {one for one in these if _held(one, there)} | {one for one in those if _held(one, here)}
    left = [one for one in these if one not in inside]
    right = [one for one in those if one not in inside]
    if not (_all_plain(left) and _all_plain(right)):
        inside.update(both for one in left for two in right for both in _common(one, two))
    return simplified(tuple(inside))


def overlap(these: Patterns, those: Patterns) -> bool:
    """Say whether some name is in both.

    >>> overlap(("logs-*",), ("logs-app-*", "metrics-*"))
    True
    """
    these, those = _usable(these), _usable(those)
    here, there = frozenset(these), frozenset(those)
    if any(_held(one, there) for one in these) or any(_held(one, here) for one in those):
        return True
    return any(_common(one, two) for one in these for two in those)


@lru_cache(maxsize=1 << 16)
def covers(wide: Patterns, narrow: Patterns) -> bool:
    """Say whether every name of `narrow` is in `wide`.

    >>> covers(("logs-*",), ("logs-app-*",)), covers(("logs-app-*",), ("logs-*",))
    (True, False)
    """
    wide, narrow = _usable(wide), _usable(narrow)
    holding = frozenset(wide)
    return all(_held(one, holding) or _is_covered(one, wide) for one in narrow)


def beyond(these: Patterns, those: Patterns) -> str | None:
    """Give a name that is in these and not in the others, None if there is none.

    >>> beyond(("logs-*",), ("logs-app-*",))
    'logs-example'
    """
    left = next((one for one in these if not covers(those, (one,))), None)
    if left is None:
        return None
    near = _near(left, _usable(those))
    plain = "some-index" if left == "*" else left.replace("*", "example")
    if is_plain(left) and not _held(plain, frozenset(near)) and _all_plain(near):
        return plain
    return (Names.of(left) - Names.of(*near)).example


def _usable(patterns: Patterns) -> Patterns:
    """Leave out broken patterns: Elasticsearch takes them into keys and roles, and they match nothing."""
    return patterns if all(map(_is_sound, patterns)) else tuple(filter(_is_sound, patterns))


@lru_cache(maxsize=1 << 16)
def _is_sound(pattern: str) -> bool:
    if is_plain(pattern):
        return True
    try:
        Names.of(pattern)
    except InvalidPatternError:
        return False
    return True


@lru_cache(maxsize=1 << 16)
def is_plain(pattern: str) -> bool:
    """Say whether a pattern is a plain name, or a plain beginning followed by `*`."""
    return _PLAIN.fullmatch(pattern) is not None


def _all_plain(patterns: Patterns | list[str]) -> bool:
    return all(map(is_plain, patterns))


@lru_cache(maxsize=1 << 16)
def _head(pattern: str) -> str:
    """Return letters with which every name of a pattern begins, as far as they need no quoting."""
    return _SPECIAL.split(literal_beginning(pattern), maxsplit=1)[0]


def _held(pattern: str, others: frozenset[str]) -> bool:
    """Say whether a pattern is one of the others, or plainly inside one of them."""
    return pattern in others or not others.isdisjoint(_wider(pattern))


@lru_cache(maxsize=1 << 16)
def _wider(pattern: str) -> frozenset[str]:
    """Return the plain patterns that hold a pattern: its beginnings followed by `*`, without itself."""
    head = _head(pattern)
    return frozenset(f"{head[:end]}*" for end in range(len(head) + 1)) - {pattern}


def _is_covered(pattern: str, wide: Patterns) -> bool:
    """Say whether several patterns, or one that is not plain, cover what no single plain one holds."""
    near = _near(pattern, wide)
    if not near or (is_plain(pattern) and _all_plain(near)):
        return False
    return Names.of(pattern) <= Names.of(*near)


def _near(pattern: str, others: Patterns) -> Patterns:
    """Leave out the patterns that begin with other letters."""
    head = _head(pattern)
    return tuple(one for one in others if _head(one).startswith(head) or head.startswith(_head(one)))


@lru_cache(maxsize=1 << 16)
def _common(one: str, two: str) -> Patterns:
    """Give what two patterns have in common, neither of which plainly holds the other."""
    if (is_plain(one) and is_plain(two)) or not _near(one, (two,)):
        return ()
    return (Names.of(one) & Names.of(two)).patterns
