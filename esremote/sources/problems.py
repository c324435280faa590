"""What is wrong with an input: everything at once, and never a traceback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in an input: where it is, what was found there, and what to do.

    >>> str(Problem("access.yaml:3", "'can' is 'serch', allowed are search, replication, enrich"))
    "access.yaml:3: 'can' is 'serch', allowed are search, replication, enrich"
    """

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class UnreadableError(Exception):
    """An input cannot be used. `problems` contains everything that is wrong with it.

    >>> str(UnreadableError([Problem("plan.json", "is empty")]))
    'plan.json: is empty'
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def within(source: object, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Name the source of problems in front of their places, and drop repetitions.

    >>> [str(problem) for problem in within("plan.json", [Problem("a.b", "is 3"), Problem("a.b", "is 3")])]
    ['plan.json: a.b: is 3']
    """
    return tuple(
        Problem(f"{source}: {problem.place}", problem.message) for problem in dict.fromkeys(problems)
    )
