"""What a wrong value raises: the place, what it got, what is allowed there, and what to do."""

from __future__ import annotations


class ConfigurationError(ValueError):
    """A value that cannot be right, found before anything was sent anywhere.

    Attributes:
        path: where the value stands, as `ApiKeySecurity.search[0].names`.
        problem: what is wrong, with the value that was got and the values that are allowed.
        remedy: what to do about it; empty when the problem says it already.
    """

    def __init__(self, path: str, problem: str, *, remedy: str = "") -> None:
        super().__init__(f"{path}: {problem}" + (f"; {remedy}" if remedy else ""))
        self.path = path
        self.problem = problem
        self.remedy = remedy
