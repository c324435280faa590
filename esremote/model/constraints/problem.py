"""What is wrong within a value, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""The steps to a part of a value: names of members, and positions in lists."""


@dataclass(frozen=True, slots=True)
class ValueProblem:
    """One thing that is wrong within a value.

    Args:
        path: where, seen from the value.
        message: what is wrong, what is allowed, what to do; a phrase without a full stop.
    """

    path: Path
    message: str
