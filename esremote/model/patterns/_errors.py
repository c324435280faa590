"""What can be wrong with a pattern."""

from __future__ import annotations


class InvalidPatternError(ValueError):
    """A pattern that Elasticsearch refuses.

    >>> str(InvalidPatternError("/a|/", "it ends where a character is needed"))
    "pattern '/a|/': it ends where a character is needed"
    """

    def __init__(self, pattern: str, reason: str) -> None:
        self.pattern = pattern
        self.reason = reason
        super().__init__(f"pattern {pattern!r}: {reason}")


class TooComplexError(InvalidPatternError):
    """A pattern, or a set of them, that needs more states than the server allows itself."""
