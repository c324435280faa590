"""What is wrong with something that a person gave us to read: all of it at once, never a traceback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: where, what stands there, and what to do.

    >>> str(Problem("access.yaml:3", "'can' is 'serch', allowed are search, replication, enrich"))
    "access.yaml:3: 'can' is 'serch', allowed are search, replication, enrich"
    """

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class UnreadableError(Exception):
    """The input cannot be used; `problems` holds everything that is wrong with it.

    >>> str(UnreadableError([Problem("plan.json", "is empty")]))
    'plan.json: is empty'
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
