"""Where a fact comes from, so that every step of a decision can point at it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """The place where a role, key or connection is written down.

    Args:
        file: the user's Python file or the facts document, as a path that the reader can open.
        line: the line in `file`, from 1.
        address: the resource's address in a plan, or the name of the API that told it.

    >>> str(Source(file="stacks/search.py", line=21))
    'stacks/search.py:21'
    >>> str(Source(address="esremote_role.frankfurt_analyst"))
    'esremote_role.frankfurt_analyst'
    """

    file: str | None = None
    line: int | None = None
    address: str | None = None

    @property
    def place(self) -> str:
        """The line, or else the resource: what a reader opens first."""
        written = f"{self.file}:{self.line}" if self.file and self.line else self.file
        return written or self.address or ""

    def __str__(self) -> str:
        return f"{self.place} ({self.address})" if self.file and self.address else self.place


NOWHERE = Source()
