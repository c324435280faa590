"""Decimal intervals, `<1-15>` in a regular expression: the numbers from one bound to the other, as text."""

from __future__ import annotations

from esremote.model.patterns._syntax import Chars, Node, Repeat, Sequence, Union, char, literal

_ZERO = char("0")


def interval(low: int, high: int, digits: int) -> Node:
    """Match the numbers from `low` to `high`.

    Args:
        low: the smallest.
        high: the largest.
        digits: how many digits each has, filled up with zeros; 0 means any number of leading zeros.
    """
    if digits:
        return _between(str(low).zfill(digits), str(high).zfill(digits))
    width = len(str(high))
    return Sequence((Repeat(_ZERO, 0, None), Union(tuple(_by_width(low, high, width)))))


def _by_width(low: int, high: int, width: int) -> list[Node]:
    """The numbers without their leading zeros, one part for each length."""
    parts: list[Node] = []
    for length in range(1, width + 1):
        smallest, largest = (0 if length == 1 else 10 ** (length - 1)), 10**length - 1
        first, last = max(low, smallest), min(high, largest)
        if first <= last:
            parts.append(_between(str(first), str(last)))
    return parts


def _between(low: str, high: str) -> Node:
    """The digit strings of one length from `low` to `high`."""
    if not low:
        return literal("")
    head, rest = (low[0], high[0]), (low[1:], high[1:])
    if head[0] == head[1]:
        return Sequence((char(head[0]), _between(*rest)))
    parts = [
        Sequence((char(head[0]), _between(rest[0], "9" * len(rest[0])))),
        Sequence((char(head[1]), _between("0" * len(rest[1]), rest[1]))),
    ]
    if ord(head[0]) + 1 < ord(head[1]):
        inner = Chars(((ord(head[0]) + 1, ord(head[1]) - 1),))
        parts.append(Sequence((inner, _between("0" * len(rest[0]), "9" * len(rest[0])))))
    return Union(tuple(parts))
