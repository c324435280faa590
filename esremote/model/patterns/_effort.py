"""A limit on the work that patterns may cost: Elasticsearch stores some that need too many states."""

from __future__ import annotations

from dataclasses import dataclass

from esremote.model.patterns._errors import TooComplexError

MOST_STATES = 10_000
"""Lucene's own limit, `Operations.DEFAULT_DETERMINIZE_WORK_LIMIT`, counts much the same."""

MOST_STEPS = 1_000_000
"""States and edges looked at for one question: a second or two."""


@dataclass(slots=True)
class Effort:
    """Counts the work that one question costs.

    >>> Effort(most=3).spend(4)
    Traceback (most recent call last):
    esremote.model.patterns._errors.TooComplexError: pattern '': more than 3 steps are needed
    """

    most: int = MOST_STEPS
    spent: int = 0

    def spend(self, steps: int = 1) -> None:
        """Count some steps.

        Raises:
            TooComplexError: they are more than are left.
        """
        self.spent += steps
        if self.spent > self.most:
            raise TooComplexError("", f"more than {self.most} steps are needed")


def require_few(states: int) -> None:
    """Check the size of an automaton.

    Raises:
        TooComplexError: it has more states than are allowed.
    """
    if states > MOST_STATES:
        raise TooComplexError("", f"more than {MOST_STATES} states are needed")
