"""Sets of index names, most of them written as a plain name or as a plain beginning followed by `*`.

Two such patterns have names in common only if one holds the other, and what holds a pattern is one of its own
beginnings. So they are looked up instead of compared, which keeps reviews of thousands of grants quick; every
other pattern goes through the model's automata. Both give the same answers, and a test holds them to it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from esremote.model.patterns import Names

_PLAIN = re.compile(r"[^*?\\/]+\*?|\*")

Patterns: TypeAlias = tuple[str, ...]


@lru_cache(maxsize=1 << 16)
def simplified(patterns: Patterns) -> Patterns:
    """Sort patterns, and leave out those that are plainly inside another.

    >>> simplified(("logs-*", "logs-app-*", "audit"))
    ('audit', 'logs-*')
    """
    every = frozenset(patterns)
    return tuple(sorted(one for one in every if not (is_plain(one) and _held(one, every, strictly=True))))


@lru_cache(maxsize=1 << 16)
def meet(these: Patterns, those: Patterns) -> Patterns:
    """Give the names that are in both.

    >>> meet(("logs-*", "audit-*"), ("logs-app-*", "metrics-*"))
    ('logs-app-*',)
    """
    if not _all_plain(these, those):
        return (Names.of(*these) & Names.of(*those)).patterns
    here, there = frozenset(these), frozenset(those)
    inside = [one for one in these if _held(one, there)] + [one for one in those if _held(one, here)]
    return simplified(tuple(inside))


@lru_cache(maxsize=1 << 16)
def beyond(these: Patterns, those: Patterns) -> str | None:
    """Give a name that is in these and not in the others, None if there is none.

    >>> beyond(("logs-*",), ("logs-app-*",))
    'logs-example'
    >>> beyond(("logs-app-*",), ("logs-*",)) is None
    True
    """
    if not _all_plain(these, those):
        return (Names.of(*these) - Names.of(*those)).example
    there = frozenset(those)
    left = next((one for one in these if not _held(one, there)), None)
    return None if left is None else _example(left, there)


def covers(wide: Patterns, narrow: Patterns) -> bool:
    """Say whether every name of `narrow` is in `wide`."""
    return beyond(narrow, wide) is None


def _all_plain(these: Patterns, those: Patterns) -> bool:
    return all(map(is_plain, these)) and all(map(is_plain, those))


@lru_cache(maxsize=1 << 16)
def is_plain(pattern: str) -> bool:
    """Say whether a pattern is a plain name, or a plain beginning followed by `*`."""
    return _PLAIN.fullmatch(pattern) is not None


def _held(pattern: str, others: frozenset[str], *, strictly: bool = False) -> bool:
    """Say whether one of the others holds a plain pattern: itself, or a beginning of it followed by `*`."""
    stem = pattern.removesuffix("*")
    if not strictly and pattern in others:
        return True
    holding = (f"{stem[:end]}*" for end in range(len(stem) + 1))
    return any(wider in others and wider != pattern for wider in holding)


def _example(pattern: str, others: frozenset[str]) -> str:
    name = "some-index" if pattern == "*" else pattern.replace("*", "example")
    while _held(name, others):
        name += "-2"
    return name
