"""Sets of index names, most of them written as a plain name or as a plain beginning followed by `*`.

Those are compared as text, which keeps reviews of thousands of grants quick; every other pattern goes through
the model's automata. Both give the same answers, and a test holds them to it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from esremote.model.patterns import Names

_PLAIN = re.compile(r"[^*?\\/]+\*?|\*")

Patterns = tuple[str, ...]


@lru_cache(maxsize=1 << 16)
def simplified(patterns: Patterns) -> Patterns:
    """Sort patterns, and leave out those that are plainly inside another.

    >>> simplified(("logs-*", "logs-app-*", "audit"))
    ('audit', 'logs-*')
    """
    every = sorted(set(patterns))
    return tuple(one for one in every if not any(other != one and _holds(other, one) for other in every))


@lru_cache(maxsize=1 << 16)
def meet(these: Patterns, those: Patterns) -> Patterns:
    """Give the names that are in both.

    >>> meet(("logs-*", "audit-*"), ("logs-app-*", "metrics-*"))
    ('logs-app-*',)
    """
    if all(map(_is_plain, (*these, *those))):
        return simplified(tuple(both for one in these for two in those for both in _shorter(one, two)))
    return (Names.of(*these) & Names.of(*those)).patterns


@lru_cache(maxsize=1 << 16)
def beyond(these: Patterns, those: Patterns) -> str | None:
    """Give a name that is in these and not in the others, None if there is none.

    >>> beyond(("logs-*",), ("logs-app-*",))
    'logs-example'
    >>> beyond(("logs-app-*",), ("logs-*",)) is None
    True
    """
    if all(map(_is_plain, (*these, *those))):
        left = [one for one in these if not any(_holds(other, one) for other in those)]
        return _example(left[0], those) if left else None
    return (Names.of(*these) - Names.of(*those)).example


def covers(wide: Patterns, narrow: Patterns) -> bool:
    """Say whether every name of `narrow` is in `wide`."""
    return beyond(narrow, wide) is None


def _is_plain(pattern: str) -> bool:
    return _PLAIN.fullmatch(pattern) is not None


def _holds(wide: str, narrow: str) -> bool:
    """Say whether one plain pattern holds another; of others only `*` is known to hold everything."""
    if wide == "*":
        return True
    if not (_is_plain(wide) and _is_plain(narrow)):
        return wide == narrow
    return wide == narrow or (wide.endswith("*") and narrow.startswith(wide[:-1]))


def _shorter(one: str, two: str) -> Patterns:
    if _holds(one, two):
        return (two,)
    return (one,) if _holds(two, one) else ()


def _example(pattern: str, others: Patterns) -> str:
    name = pattern.replace("*", "example")
    while any(_holds(other, name) for other in others):
        name += "-2"
    return name
