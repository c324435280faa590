"""Sets of names, as patterns define them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Self

from esremote.model.patterns._automaton import (
    DIFFERENCE,
    EVERYTHING,
    INTERSECTION,
    Automaton,
    accepts_any,
    combine,
)
from esremote.model.patterns._common import common, without
from esremote.model.patterns._compiled import (
    compiled,
    literal_beginning,
    may_overlap,
    parsed,
    plain_beginning,
)
from esremote.model.patterns._examples import possible_example


@dataclass(frozen=True)
class Names:
    """A set of names, such as all that a role's entry covers; the operators are those of sets.

    Equality is that of the patterns; use `<=` both ways to ask whether two match the same names.

    Args:
        patterns: what together matches the names: `*`, `?` and `/regular expressions/`.
        spared: patterns of names that are not in the set although `patterns` matches them.

    >>> logs, prod = Names.of("logs-*"), Names.of("*-prod")
    >>> (logs & prod).patterns
    ('logs-*-prod', 'logs-prod')
    >>> Names.of("logs-eu-*") <= logs, logs <= prod
    (True, False)
    >>> (logs - prod).example
    'logs-'
    """

    patterns: tuple[str, ...]
    spared: tuple[str, ...] = ()

    @classmethod
    def of(cls, *patterns: str) -> Self:
        """Give the names that any of the patterns matches.

        Raises:
            InvalidPatternError: Elasticsearch refuses a pattern.
        """
        for pattern in patterns:
            parsed(pattern)
        return cls(tuple(dict.fromkeys(patterns)))

    def sparing(self, other: Self) -> Self:
        """Take names out without a word of it in the patterns, as the server does with restricted indices."""
        if not _may_meet(self.patterns, other.patterns):
            return self
        return type(self)(self.patterns, _united(self.spared, other.patterns))

    @cached_property
    def automaton(self) -> Automaton:
        """The automaton that decides about these names."""
        return _automaton(self.patterns, self.spared)

    def __contains__(self, name: str) -> bool:
        return self.automaton.accepts(name)

    def __bool__(self) -> bool:
        return any(_surely_matches(pattern, self.spared) for pattern in self.patterns) or bool(
            self.automaton.edges
        )

    def __and__(self, other: Self) -> Self:
        return type(self)(common(self.patterns, other.patterns), _united(self.spared, other.spared))

    def __or__(self, other: Self) -> Self:
        if not self.patterns or not other.patterns:
            return self if self.patterns else other
        if self.spared == other.spared:
            return type(self)(_united(self.patterns, other.patterns), self.spared)
        return type(self)(_united(self._in_words, other._in_words))

    def __sub__(self, other: Self) -> Self:
        if self.isdisjoint(other):
            return self
        rest = type(self)(without(self.patterns, other._in_words), self.spared)
        return rest if rest.automaton.edges else type(self)(())

    @property
    def _in_words(self) -> tuple[str, ...]:
        """The same names by patterns alone."""
        return without(self.patterns, self.spared) if self.spared else self.patterns

    def __le__(self, other: Self) -> bool:
        return _begin_alike(self, other) or not accepts_any(self.automaton, other._near(self), DIFFERENCE)

    def isdisjoint(self, other: Self) -> bool:
        """Say whether no name is in both."""
        if not _may_meet(self.patterns, other.patterns):
            return True
        return not accepts_any(self._near(other), other._near(self), INTERSECTION)

    @property
    def possible(self) -> bool:
        """Whether an index, an alias or a data stream could have any of these names."""
        return self.example is not None

    @cached_property
    def example(self) -> str | None:
        """A short name out of these that an index, alias or data stream could have; None if there is none."""
        return possible_example(self.automaton, EVERYTHING, INTERSECTION)

    def within(self, other: Self) -> bool:
        """Say whether every possible index name out of these is in the other set as well."""
        return _begin_alike(self, other) or self.example_without(other) is None

    def overlaps(self, other: Self) -> bool:
        """Say whether some possible index name is in both."""
        return self.example_with(other) is not None

    def example_with(self, other: Self) -> str | None:
        """A short possible name in both sets."""
        if not _may_meet(self.patterns, other.patterns):
            return None
        return possible_example(self._near(other), other._near(self), INTERSECTION)

    def example_without(self, other: Self) -> str | None:
        """A short possible name out of these that is not in the other set."""
        return possible_example(self.automaton, other._near(self), DIFFERENCE)

    def _near(self, other: Self) -> Automaton:
        """The automaton of these, without the patterns that have nothing in common with the other set."""
        return _automaton(_near(self.patterns, other.patterns), self.spared)


def _near(patterns: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(pattern for pattern in patterns if any(may_overlap(pattern, other) for other in others))


def _may_meet(patterns: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return any(may_overlap(pattern, other) for pattern in patterns for other in others)


def _united(patterns: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*patterns, *others)))


def _surely_matches(pattern: str, spared: tuple[str, ...]) -> bool:
    """Say whether a pattern matches something, as far as that can be said without an automaton."""
    return not pattern.startswith("/") and not _may_meet((pattern,), spared)


@lru_cache(maxsize=65536)
def _automaton(patterns: tuple[str, ...], spared: tuple[str, ...]) -> Automaton:
    near = _near(spared, patterns)
    return combine(compiled(patterns), compiled(near), DIFFERENCE) if near else compiled(patterns)


def _begin_alike(inner: Names, outer: Names) -> bool:
    """Say at once that a set is inside another, in the most common case of names that begin alike."""
    return not outer.spared and all(
        any(_begins(pattern, other) for other in outer.patterns) for pattern in inner.patterns
    )


def _begins(pattern: str, other: str) -> bool:
    beginning = plain_beginning(other)
    return pattern == other or (
        beginning is not None and other.endswith("*") and literal_beginning(pattern).startswith(beginning)
    )
