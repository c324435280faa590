"""Sets of index names, most of them a plain name or a plain prefix followed by `*`.

Such a pattern lies inside another one only if that one is a prefix of it, followed by `*`. So the prefixes
of a pattern are looked up in a set instead of compared one by one, and patterns with different prefixes have
nothing in common. That keeps a review of thousands of grants fast. All other patterns go through the automata
of `esremote.model.patterns`; a test holds both ways to the same answers.

Patterns that Elasticsearch refuses match nothing here: it stores them in keys and roles all the same. What
patterns match that are too complex is not known: every function may raise `TooComplexError` for them.
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
    """Sort patterns, and leave out those that lie inside a plain one.

    >>> simplified(("logs-*", "logs-app-*", "audit"))
    ('audit', 'logs-*')
    """
    every = frozenset(usable(patterns))
    return tuple(sorted(pattern for pattern in every if every.isdisjoint(_wider(pattern))))


@lru_cache(maxsize=1 << 16)
def meet(these: Patterns, those: Patterns) -> Patterns:
    """Give patterns of the names that are in both sets.

    >>> meet(("logs-*", "audit-*"), ("logs-app-*", "metrics-*"))
    ('logs-app-*',)
    """
    these, those = usable(these), usable(those)
    here, there = frozenset(these), frozenset(those)
    inside = {pattern for pattern in these if _held(pattern, there)}
    inside.update(pattern for pattern in those if _held(pattern, here))
    left = [pattern for pattern in these if pattern not in inside]
    right = [pattern for pattern in those if pattern not in inside]
    if not (_all_plain(left) and _all_plain(right)):
        inside.update(both for pattern in left for other in right for both in _common(pattern, other))
    return simplified(tuple(inside))


def overlap(these: Patterns, those: Patterns) -> bool:
    """Say whether some name is in both sets.

    >>> overlap(("logs-*",), ("logs-app-*", "metrics-*"))
    True
    """
    these, those = usable(these), usable(those)
    here, there = frozenset(these), frozenset(those)
    if any(_held(pattern, there) for pattern in these) or any(_held(pattern, here) for pattern in those):
        return True
    return any(_common(pattern, other) for pattern in these for other in those)


@lru_cache(maxsize=1 << 16)
def covers(wide: Patterns, narrow: Patterns) -> bool:
    """Say whether every name of `narrow` is in `wide`.

    >>> covers(("logs-*",), ("logs-app-*",)), covers(("logs-app-*",), ("logs-*",))
    (True, False)
    """
    wide, narrow = usable(wide), usable(narrow)
    holding = frozenset(wide)
    return all(_held(pattern, holding) or _is_covered(pattern, wide) for pattern in narrow)


def beyond(these: Patterns, those: Patterns) -> str | None:
    """Give a name that is in the first set and not in the second, None if there is none.

    >>> beyond(("logs-*",), ("logs-app-*",))
    'logs-example'
    """
    left = next((pattern for pattern in these if not covers(those, (pattern,))), None)
    if left is None:
        return None
    near = _near(left, usable(those))
    plain = "some-index" if left == "*" else left.replace("*", "example")
    if is_plain(left) and not _held(plain, frozenset(near)) and _all_plain(near):
        return plain
    return (Names.of(left) - Names.of(*near)).example


def usable(patterns: Patterns) -> Patterns:
    """Leave out the patterns that Elasticsearch refuses.

    >>> usable(("logs-*", "/[/"))
    ('logs-*',)
    """
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
    """Say whether a pattern is a plain name, or a plain prefix followed by `*`."""
    return _PLAIN.fullmatch(pattern) is not None


def _all_plain(patterns: Patterns | list[str]) -> bool:
    return all(map(is_plain, patterns))


@lru_cache(maxsize=1 << 16)
def _head(pattern: str) -> str:
    """Return a prefix of every name that a pattern matches, up to the first character that needs quoting."""
    return _SPECIAL.split(literal_beginning(pattern), maxsplit=1)[0]


def _held(pattern: str, others: frozenset[str]) -> bool:
    """Say whether a pattern is one of the others, or lies inside a plain one of them."""
    return pattern in others or not others.isdisjoint(_wider(pattern))


@lru_cache(maxsize=1 << 16)
def _wider(pattern: str) -> frozenset[str]:
    """Return the plain patterns that a pattern lies inside: its prefixes followed by `*`, except itself."""
    head = _head(pattern)
    return frozenset(f"{head[:end]}*" for end in range(len(head) + 1)) - {pattern}


def _is_covered(pattern: str, wide: Patterns) -> bool:
    """Say whether several patterns, or one that is not plain, cover what no single plain pattern does."""
    near = _near(pattern, wide)
    if not near or (is_plain(pattern) and _all_plain(near)):
        return False
    return Names.of(pattern) <= Names.of(*near)


def _near(pattern: str, others: Patterns) -> Patterns:
    """Leave out the patterns that have a different prefix."""
    head = _head(pattern)
    return tuple(other for other in others if _alike(_head(other), head))


@lru_cache(maxsize=1 << 16)
def _common(pattern: str, other: str) -> Patterns:
    """Give what two patterns have in common, of which neither is plain and holds the other."""
    if (is_plain(pattern) and is_plain(other)) or not _alike(_head(pattern), _head(other)):
        return ()
    return (Names.of(pattern) & Names.of(other)).patterns


def _alike(head: str, other: str) -> bool:
    return head.startswith(other) or other.startswith(head)
