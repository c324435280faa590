"""Deterministic automata over code points: the operations that decide inclusion, intersection and difference.

An automaton without states matches nothing. State 0 is the start. Every state leads to an accepting one,
so that an automaton matches nothing exactly when it has no states.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.model.patterns._effort import Effort, require_few

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Edge = tuple[int, int, int]
"""From the first to the last code point, to a state."""

Edges = tuple[Edge, ...]
Pair = tuple[int, int]
"""A state of the left automaton and one of the right, which may be `DEAD`."""

DEAD = -1


@dataclass(frozen=True, slots=True, eq=False)
class Automaton:
    """States with their edges, sorted and without overlap, and which of them accept."""

    edges: tuple[Edges, ...]
    accepting: frozenset[int]

    def accepts(self, text: str) -> bool:
        """Say whether a string matches as a whole."""
        if not self.edges:
            return False
        state = 0
        for code_point in map(ord, text):
            for low, high, target in self.edges[state]:
                if low <= code_point <= high:
                    state = target
                    break
            else:
                return False
        return state in self.accepting

    def leaving(self, state: int) -> Edges:
        """Give the edges of a state; a dead one has none."""
        return () if state == DEAD else self.edges[state]

    @property
    def start(self) -> int:
        """The start, dead if nothing matches."""
        return 0 if self.edges else DEAD


NOTHING = Automaton((), frozenset())
EVERYTHING = Automaton((((0, 0x10FFFF, 0),),), frozenset({0}))

Step = tuple[int, int, Pair]
"""From the first to the last code point, to a pair of states."""


def _shared(left: Edges, right: Edges) -> Iterator[Step]:
    """Give the steps that both sides can take."""
    j = 0
    for low, high, target in left:
        while j < len(right) and right[j][1] < low:
            j += 1
        i = j
        while i < len(right) and right[i][0] <= high:
            other_low, other_high, other = right[i]
            yield max(low, other_low), min(high, other_high), (target, other)
            i += 1


def _lefts(left: Edges, right: Edges) -> Iterator[Step]:
    """Give the steps that the left side can take, with the right side's where it can take them too."""
    j = 0
    for low, high, target in left:
        at = low
        while j < len(right) and right[j][1] < low:
            j += 1
        i = j
        while i < len(right) and right[i][0] <= high:
            other_low, other_high, other = right[i]
            if at < other_low:
                yield at, other_low - 1, (target, DEAD)
            at = min(high, other_high) + 1
            yield max(low, other_low), at - 1, (target, other)
            i += 1
        if at <= high:
            yield at, high, (target, DEAD)


@dataclass(frozen=True, slots=True)
class Operation:
    """A way to combine two automata.

    Args:
        steps: the steps of a pair of states that can lead somewhere.
        accepts: whether a pair is accepted, by what each side accepts.
        needs_right: whether nothing is accepted once the right side is dead.
    """

    steps: Callable[[Edges, Edges], Iterator[Step]]
    accepts: Callable[[bool, bool], bool]
    needs_right: bool

    def alive(self, pair: Pair) -> bool:
        """Say whether a pair can lead to an accepted one."""
        return pair[0] != DEAD and not (self.needs_right and pair[1] == DEAD)


INTERSECTION = Operation(_shared, lambda left, right: left and right, needs_right=True)
DIFFERENCE = Operation(_lefts, lambda left, right: left and not right, needs_right=False)


def combine(
    left: Automaton, right: Automaton, operation: Operation, effort: Effort | None = None
) -> Automaton:
    """Build the automaton of what an operation accepts.

    Raises:
        TooComplexError: it needs too many states, or too much work.
    """
    effort = effort or Effort()
    start = (left.start, right.start)
    if not operation.alive(start):
        return NOTHING
    numbers = {start: 0}
    pairs = [start]
    edges: list[Edges] = []
    accepting = set()
    for number, pair in enumerate(pairs):
        if operation.accepts(pair[0] in left.accepting, pair[1] in right.accepting):
            accepting.add(number)
        found: list[Edge] = []
        for low, high, target in operation.steps(left.leaving(pair[0]), right.leaving(pair[1])):
            if target not in numbers:
                numbers[target] = len(pairs)
                pairs.append(target)
            found.append((low, high, numbers[target]))
        edges.append(tuple(found))
        effort.spend(1 + len(found))
        require_few(len(pairs))
    return trimmed(edges, accepting)


def accepts_any(left: Automaton, right: Automaton, operation: Operation) -> bool:
    """Say whether an operation accepts anything, without building its automaton.

    Raises:
        TooComplexError: it takes too much work to find out.
    """
    effort = Effort()
    start = (left.start, right.start)
    if not operation.alive(start):
        return False
    seen = {start}
    stack = [start]
    while stack:
        at_left, at_right = stack.pop()
        effort.spend(1 + len(left.edges[at_left]))
        # A state of the left side always leads to an accepting one; a dead right side cannot stop it.
        if at_right == DEAD or operation.accepts(at_left in left.accepting, at_right in right.accepting):
            return True
        for _, _, target in operation.steps(left.edges[at_left], right.edges[at_right]):
            if target not in seen:
                seen.add(target)
                stack.append(target)
    return False


def complement(automaton: Automaton, effort: Effort | None = None) -> Automaton:
    """Build the automaton of every string that does not match."""
    return combine(EVERYTHING, automaton, DIFFERENCE, effort)


def trimmed(edges: list[Edges], accepting: set[int]) -> Automaton:
    """Drop the states that lead to no accepting state, and renumber the rest from the start."""
    sources: list[list[int]] = [[] for _ in edges]
    for state, leaving in enumerate(edges):
        for _, _, target in leaving:
            sources[target].append(state)
    useful = set(accepting)
    stack = list(accepting)
    while stack:
        for state in sources[stack.pop()]:
            if state not in useful:
                useful.add(state)
                stack.append(state)
    if 0 not in useful:
        return NOTHING
    numbers = {state: number for number, state in enumerate(sorted(useful))}
    kept = tuple(_joined(edges[state], numbers) for state in numbers)
    return Automaton(kept, frozenset(numbers[state] for state in accepting))


def _joined(edges: Edges, numbers: dict[int, int]) -> Edges:
    """Keep the edges to numbered states, and join neighbours that lead to the same one."""
    joined: list[Edge] = []
    for low, high, target in edges:
        if target in numbers:
            number = numbers[target]
            if joined and joined[-1][2] == number and joined[-1][1] + 1 == low:
                joined[-1] = (joined[-1][0], high, number)
            else:
                joined.append((low, high, number))
    return tuple(joined)
