"""From a syntax tree to a deterministic automaton: Thompson's construction, then sets of states."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING

from esremote.model.patterns._automaton import (
    INTERSECTION,
    Automaton,
    Edge,
    Edges,
    combine,
    complement,
    trimmed,
)
from esremote.model.patterns._effort import Effort, require_few
from esremote.model.patterns._syntax import LAST, Both, Chars, Node, Not, Repeat, Sequence, Union

if TYPE_CHECKING:
    from collections.abc import Iterable


def build(node: Node, effort: Effort | None = None) -> Automaton:
    """Build the automaton of a syntax tree.

    Raises:
        TooComplexError: it needs too many states, or too much work.
    """
    effort = effort or Effort()
    match node:
        case Both(parts):
            built = (build(part, effort) for part in parts)
            return reduce(lambda left, right: combine(left, right, INTERSECTION, effort), built)
        case Not(part):
            return complement(build(part, effort), effort)
        case _:
            sketch = _Sketch(effort)
            start = sketch.state()
            end = sketch.add(node, start)
            return _determinized(sketch, start, end)


def chain(text: str, *, endless: bool) -> Automaton:
    """Build the automaton of one string, or of all that begin with it, at once."""
    edges: list[Edges] = [((ord(c), ord(c), number),) for number, c in enumerate(text, start=1)]
    edges.append(((0, LAST, len(text)),) if endless else ())
    return Automaton(tuple(edges), frozenset((len(text),)))


@dataclass(slots=True)
class _Sketch:
    """A nondeterministic automaton that grows: edges, and moves that need no character."""

    effort: Effort
    edges: list[list[Edge]] = field(default_factory=list)
    moves: list[list[int]] = field(default_factory=list)

    def state(self) -> int:
        require_few(len(self.edges))
        self.edges.append([])
        self.moves.append([])
        return len(self.edges) - 1

    def add(self, node: Node, start: int) -> int:
        """Add a node that begins at a state, and give the state where it ends."""
        self.effort.spend()
        match node:
            case Chars(ranges):
                end = self.state()
                self.edges[start] += [(low, high, end) for low, high in ranges]
                return end
            case Sequence(parts):
                for part in parts:
                    start = self.add(part, start)
                return start
            case Union(parts):
                return self._add_union(parts, start)
            case Repeat(part, least, most):
                return self._add_repeat(part, least, most, start)
            case Both() | Not():
                return self._add_automaton(build(node, self.effort), start)

    def _add_union(self, parts: Iterable[Node], start: int) -> int:
        end = self.state()
        for part in parts:
            begin = self.state()
            self.moves[start].append(begin)
            self.moves[self.add(part, begin)].append(end)
        return end

    def _add_repeat(self, part: Node, least: int, most: int | None, start: int) -> int:
        for _ in range(least):
            start = self.add(part, start)
        if most is None:
            if is_nothing(part, self.effort):  # Lucene repeats nothing as nothing, not as the empty string
                return self.state()
            loop, end = self.state(), self.state()
            self.moves[start].append(loop)
            self.moves[self.add(part, loop)].append(loop)
            self.moves[loop].append(end)
            return end
        ends = [start]
        for _ in range(most - least):
            begin = self.state()
            self.moves[ends[-1]].append(begin)
            ends.append(self.add(part, begin))
        end = self.state()
        for early in ends:
            self.moves[early].append(end)
        return end

    def _add_automaton(self, automaton: Automaton, start: int) -> int:
        numbers = [self.state() for _ in automaton.edges]
        end = self.state()
        if numbers:
            self.moves[start].append(numbers[0])
        for state, leaving in enumerate(automaton.edges):
            self.edges[numbers[state]] = [(low, high, numbers[target]) for low, high, target in leaving]
        for state in automaton.accepting:
            self.moves[numbers[state]].append(end)
        return end

    def reached(self, states: frozenset[int]) -> frozenset[int]:
        """Give these states and all that need no character to reach."""
        if not any(self.moves[state] for state in states):
            return states
        seen = set(states)
        stack = list(seen)
        while stack:
            self.effort.spend()
            for target in self.moves[stack.pop()]:
                if target not in seen:
                    seen.add(target)
                    stack.append(target)
        return frozenset(seen)


def is_nothing(node: Node, effort: Effort) -> bool:
    """Say whether a syntax tree matches no string at all."""
    effort.spend()
    match node:
        case Chars(ranges):
            return not ranges
        case Sequence(parts):
            return any(is_nothing(part, effort) for part in parts)
        case Union(parts):
            return all(is_nothing(part, effort) for part in parts)
        case Repeat(part, least, most):
            return (least > 0 or most is None) and is_nothing(part, effort)
        case Both() | Not():
            return not build(node, effort).edges


def _determinized(sketch: _Sketch, start: int, end: int) -> Automaton:
    first = sketch.reached(frozenset((start,)))
    numbers = {first: 0}
    sets = [first]
    edges: list[Edges] = []
    accepting = set()
    for number, states in enumerate(sets):
        if end in states:
            accepting.add(number)
        found: list[Edge] = []
        for low, high, targets in _segments([edge for state in states for edge in sketch.edges[state]]):
            reached = sketch.reached(targets)
            if reached not in numbers:
                numbers[reached] = len(sets)
                sets.append(reached)
            found.append((low, high, numbers[reached]))
        edges.append(tuple(found))
        sketch.effort.spend(len(states) + len(found))
        require_few(len(sets))
    return trimmed(edges, accepting)


def _segments(edges: list[Edge]) -> list[tuple[int, int, frozenset[int]]]:
    """Cut overlapping edges into segments, each with all the states that it leads to."""
    if len(edges) == 1:
        low, high, target = edges[0]
        return [(low, high, frozenset((target,)))]
    events: dict[int, list[tuple[int, int]]] = {}
    for low, high, target in edges:
        events.setdefault(low, []).append((target, 1))
        events.setdefault(high + 1, []).append((target, -1))
    active: dict[int, int] = {}
    segments: list[tuple[int, int, frozenset[int]]] = []
    at = 0
    for position in sorted(events):
        if active:
            segments.append((at, position - 1, frozenset(active)))
        for target, change in events[position]:
            active[target] = active.get(target, 0) + change
            if not active[target]:
                del active[target]
        at = position
    return segments
