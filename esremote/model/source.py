"""Where something is written, so that a finding, a change or a step of a decision can point at it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """The place where a role, a key or a connection is written.

    Args:
        file: the user's Python file or the facts document, as a path that the reader can open.
        line: the line in `file`, counted from 1.
        address: the resource's Terraform address, or the name of the API that returned it.

    >>> str(Source(file="stacks/search.py", line=21))
    'stacks/search.py:21'
    >>> str(Source(address="esremote_role.frankfurt_analyst"))
    'esremote_role.frankfurt_analyst'
    """

    file: str | None = None
    line: int | None = None
    address: str | None = None

    @classmethod
    def parse(cls, place: str, address: str | None = None) -> Source:
        """Read `file:line`, as synthesis writes it.

        >>> Source.parse("stacks/search.py:21")
        Source(file='stacks/search.py', line=21, address=None)
        """
        file, _, line = place.rpartition(":")
        if file and line.isdigit():
            return cls(file, int(line), address)
        return cls(place or None, None, address)

    @property
    def place(self) -> str:
        """File and line or, if there is no file, the address: what a reader opens first."""
        written = f"{self.file}:{self.line}" if self.file and self.line else self.file
        return written or self.address or ""

    def __str__(self) -> str:
        return f"{self.place} ({self.address})" if self.file and self.address else self.place


NOWHERE = Source()
