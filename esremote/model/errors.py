"""What a wrong value raises: the place, what it got, what is allowed there, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


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


def require_names(path: str, names: Collection[str]) -> tuple[str, ...]:
    """Return `names` as a tuple, or raise if it is empty, one bare string, or holds a blank.

    A bare string is a sequence of its letters, so `names="logs-*"` would mean six one-letter names.

    Raises:
        ConfigurationError: with `path` as its place.
    """
    if isinstance(names, str):
        raise ConfigurationError(
            path, f"must be a list of strings, got {names!r}", remedy=f"write [{names!r}]"
        )
    checked = tuple(names)
    if not checked:
        raise ConfigurationError(
            path, "must not be empty", remedy="name at least one, for example ['logs-*']"
        )
    for place, name in enumerate(checked):
        if not isinstance(name, str) or not name.strip():
            raise ConfigurationError(f"{path}[{place}]", f"must be a non-empty string, got {name!r}")
    return checked
