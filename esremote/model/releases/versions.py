"""Elasticsearch versions, ordered."""

from __future__ import annotations

import re
from typing import NamedTuple, Self

_VERSION = re.compile(r"(\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?(?:-[\w.-]+)?")


class Version(NamedTuple):
    """A version such as 9.5.3, in the order of releases; a qualifier such as `-SNAPSHOT` is dropped.

    >>> Version.parse("8.19.21") < Version(9)
    True
    """

    major: int
    minor: int = 0
    patch: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a version as Elasticsearch writes it.

        Raises:
            ValueError: `text` is not `major.minor` or `major.minor.patch`.
        """
        match = _VERSION.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"a version such as 9.5.3 is needed, got {text!r}")
        major, minor, patch = match.groups(default="0")
        return cls(int(major), int(minor), int(patch))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


ASSUMED = Version(9, 5, 3)
"""The version taken for a cluster of unknown version: the newest that the access model was proved against."""
