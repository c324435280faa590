"""The syntax tree that wildcards and regular expressions are both read into."""

from __future__ import annotations

from dataclasses import dataclass

LAST = 0x10FFFF
"""The last code point."""

Ranges = tuple[tuple[int, int], ...]
"""Code points from the first to the last of each pair, both included."""


@dataclass(frozen=True, slots=True)
class Chars:
    """One code point out of some ranges; out of none, nothing at all."""

    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other; without parts, the empty string."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Union:
    """Any of these."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Both:
    """What matches all of these."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Every string that does not match this."""

    part: Node


@dataclass(frozen=True, slots=True)
class Repeat:
    """This, from `least` to `most` times; without `most`, without end."""

    part: Node
    least: int
    most: int | None


Node = Chars | Sequence | Union | Both | Not | Repeat

ANY_CHAR = Chars(((0, LAST),))
ANY_STRING = Repeat(ANY_CHAR, 0, None)
EMPTY_STRING = Sequence(())
NOTHING = Chars(())


def char(code_point: str) -> Chars:
    """One code point."""
    return Chars(((ord(code_point), ord(code_point)),))


def literal(text: str) -> Sequence:
    """A string as it stands."""
    return Sequence(tuple(char(c) for c in text))


def merged(ranges: Ranges) -> Ranges:
    """Sort ranges and join those that touch."""
    joined: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(high, joined[-1][1])
        else:
            joined.append((low, high))
    return tuple(joined)


def complement(ranges: Ranges) -> Ranges:
    """Every code point that is in none of the ranges."""
    rest: list[tuple[int, int]] = []
    start = 0
    for low, high in merged(ranges):
        if start < low:
            rest.append((start, low - 1))
        start = high + 1
    return (*rest, (start, LAST)) if start <= LAST else tuple(rest)
