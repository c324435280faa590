"""The constraints for the constructs: what is wrong raises a `ConfigurationError` with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from esremote.model.constraints.names import pattern_problems
from esremote.model.errors import ConfigurationError
from esremote.model.references import is_reference

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from esremote.model.constraints.problem import Path, ValueProblem

_Value = TypeVar("_Value")


def require(
    path: str, value: _Value | None, rule: Callable[[_Value], str | None], *, remedy: str = ""
) -> None:
    """Check a value, unless it is absent or a Terraform reference, which only Terraform can check.

    Raises:
        ConfigurationError: with `path` as its place.
    """
    if value is None or (isinstance(value, str) and is_reference(value)):
        return
    problem = rule(value)
    if problem is not None:
        got = f", got {value!r}" if problem.startswith("must") else ""
        raise ConfigurationError(path, problem + got, remedy=remedy)


def require_all(path: str, problems: Iterable[ValueProblem], names: dict[str, str] | None = None) -> None:
    """Raise the first of the problems.

    Args:
        path: the place of the value that has them.
        problems: what a rule of an object found.
        names: what the constructs call members whose names are words of Python, `{"except": "except_"}`.

    Raises:
        ConfigurationError: there is a problem; its place is that of the part.
    """
    for problem in problems:
        raise ConfigurationError(path + _rendered(problem.path, names or {}), problem.message)


def require_names(path: str, names: Collection[str]) -> tuple[str, ...]:
    """Return `names` as a tuple, or raise if it is empty, a bare string, or holds a blank.

    A bare string is a sequence of its letters, so `names="logs-*"` would mean six names of one letter.

    Raises:
        ConfigurationError: with `path` as its place.
    """
    checked = require_list(path, names)
    if not checked:
        raise ConfigurationError(
            path, "must not be empty", remedy="name at least one, for example ['logs-*']"
        )
    for position, name in enumerate(checked):
        if not name.strip():
            raise ConfigurationError(f"{path}[{position}]", f"must be a non-empty string, got {name!r}")
    return checked


def require_patterns(path: str, names: Collection[str]) -> tuple[str, ...]:
    """Return `names` as a tuple, or raise if there are none, or one is not an index name or pattern.

    Raises:
        ConfigurationError: with `path` as its place.
    """
    checked = require_names(path, names)
    require_all(path, pattern_problems(checked, ()))
    return checked


def require_list(path: str, names: Collection[str]) -> tuple[str, ...]:
    """Return `names` as a tuple, or raise if it is a bare string or holds anything but strings.

    Raises:
        ConfigurationError: with `path` as its place.
    """
    if isinstance(names, str):
        raise ConfigurationError(
            path, f"must be a list of strings, got {names!r}", remedy=f"write [{names!r}]"
        )
    for position, name in enumerate(names):
        if not isinstance(name, str):
            raise ConfigurationError(f"{path}[{position}]", f"must be a string, got {name!r}")
    return tuple(names)


def _rendered(path: Path, names: dict[str, str]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{names.get(step, step)}" for step in path)
