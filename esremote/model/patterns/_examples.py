"""Example names: the shortest string that an operation accepts, and of the shortest one that reads well."""

from __future__ import annotations

from collections import deque
from functools import cache

from esremote.model.patterns._automaton import (
    EVERYTHING,
    INTERSECTION,
    Automaton,
    Operation,
    Pair,
    combine,
)
from esremote.model.patterns._effort import Effort
from esremote.model.patterns._legal import LEGAL

_PREFERRED = "abcdefghijklmnopqrstuvwxyz0123456789-_."


def shortest(
    left: Automaton, right: Automaton = EVERYTHING, operation: Operation = INTERSECTION
) -> str | None:
    """Give a shortest string that an operation on two automata accepts, or None when it accepts nothing.

    Raises:
        TooComplexError: it takes too much work to find out.
    """
    effort = Effort()
    start = (left.start, right.start)
    if not operation.alive(start):
        return None
    came_from: dict[Pair, tuple[Pair, str] | None] = {start: None}
    queue = deque([start])
    while queue:
        pair = queue.popleft()
        if operation.accepts(pair[0] in left.accepting, pair[1] in right.accepting):
            return _spelled(came_from, pair)
        effort.spend(1 + len(left.leaving(pair[0])))
        steps = operation.steps(left.leaving(pair[0]), right.leaving(pair[1]))
        for _, letter, target in sorted((*_best(low, high), target) for low, high, target in steps):
            if target not in came_from:
                came_from[target] = (pair, letter)
                queue.append(target)
    return None


def possible_example(left: Automaton, right: Automaton, operation: Operation) -> str | None:
    """Give a shortest string that an operation accepts and that could be the name of an index or alias."""
    found = shortest(left, right, operation)
    if found is None or LEGAL.accepts(found):
        return found
    return shortest(combine(left, LEGAL, INTERSECTION), right, operation)


def _spelled(came_from: dict[Pair, tuple[Pair, str] | None], pair: Pair) -> str:
    letters = []
    while (step := came_from[pair]) is not None:
        pair, letter = step
        letters.append(letter)
    return "".join(reversed(letters))


@cache
def _best(low: int, high: int) -> tuple[int, str]:
    """Give the character that reads best out of a range, after how well it reads."""
    for rank, letter in enumerate(_PREFERRED):
        if low <= ord(letter) <= high:
            return rank, letter
    return len(_PREFERRED), chr(high if low < ord("!") <= high else low)
