"""What can be wrong with a pattern."""

from __future__ import annotations


class PatternError(ValueError):
    """A pattern whose names cannot be given."""

    def __init__(self, pattern: str, reason: str) -> None:
        self.pattern = pattern
        self.reason = reason
        super().__init__(f"pattern {pattern!r}: {reason}")


class InvalidPatternError(PatternError):
    """A pattern that Elasticsearch refuses. It matches nothing.

    >>> str(InvalidPatternError("/a|/", "it ends where a character is needed"))
    "pattern '/a|/': it ends where a character is needed"
    """


class TooComplexError(PatternError):
    """A pattern, or a set of them, that needs more states than the server allows itself.

    What it matches is not known. It must never count as matching nothing.
    """
