"""What two sets of patterns have in common, written as patterns again."""

from __future__ import annotations

from functools import lru_cache

from esremote.model.patterns import _globs, _wildcards
from esremote.model.patterns._automaton import DIFFERENCE, INTERSECTION, accepts_any
from esremote.model.patterns._compiled import compiled, may_overlap

_LUCENE_OPERATORS = frozenset('.?+*|{}[]()"\\#@&<>~^$-/')


def common(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    """Give patterns that together match exactly the names that both sides match.

    Two wildcards give wildcards; where a regular expression takes part and neither side covers the other, the
    answer is a regular expression with `&`.
    """
    found = {
        pattern
        for one in left
        for other in right
        if may_overlap(one, other)
        for pattern in _of_two(one, other)
    }
    return tuple(sorted(pattern for pattern in found if not _covered(pattern, found)))


@lru_cache(maxsize=65536)
def _of_two(one: str, other: str) -> tuple[str, ...]:
    first, second = compiled((one,)), compiled((other,))
    if not accepts_any(first, second, INTERSECTION):
        return ()
    if not accepts_any(first, second, DIFFERENCE):
        return (one,)
    if not accepts_any(second, first, DIFFERENCE):
        return (other,)
    return _as_wildcards(one, other) or (f"/({as_regexp((one,))})&({as_regexp((other,))})/",)


def without(patterns: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Give patterns that match exactly the names of the first ones that none of the others match."""
    kept = [pattern for pattern in patterns if not any(may_overlap(pattern, other) for other in others)]
    cut = tuple(pattern for pattern in patterns if pattern not in kept)
    return (*kept, f"/({as_regexp(cut)})&~({as_regexp(others)})/") if cut else tuple(kept)


def _as_wildcards(one: str, other: str) -> tuple[str, ...] | None:
    return None if one.startswith("/") or other.startswith("/") else _globs.common(one, other)


def _covered(pattern: str, patterns: set[str]) -> bool:
    """Say whether another pattern matches all that this one does; of two equal ones, the shorter stays."""
    mine = compiled((pattern,))
    for other in patterns - {pattern}:
        if not may_overlap(pattern, other):
            continue
        theirs = compiled((other,))
        if not accepts_any(mine, theirs, DIFFERENCE):
            same = not accepts_any(theirs, mine, DIFFERENCE)
            if not same or (len(other), other) < (len(pattern), pattern):
                return True
    return False


def as_regexp(patterns: tuple[str, ...]) -> str:
    """Write patterns as one regular expression, without its slashes."""
    return "|".join(_one_as_regexp(pattern) for pattern in patterns)


def _one_as_regexp(pattern: str) -> str:
    if pattern.startswith("/"):
        return pattern[1:-1] or "()"
    written = {_wildcards.ANY: ".*", _wildcards.ONE: "."}
    return "".join(written.get(token) or _quoted(token[1]) for token in _wildcards.tokens(pattern)) or "()"


def _quoted(character: str) -> str:
    return "\\" + character if character in _LUCENE_OPERATORS - {"-", "/"} else character
