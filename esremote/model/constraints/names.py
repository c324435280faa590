"""Names and patterns of indices, of aliases and of fields, as lists of them stand in roles and keys."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from esremote.model.constraints.problem import Path, ValueProblem
from esremote.model.patterns import Names, PatternError
from esremote.model.references import is_reference

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def pattern_problem(name: str) -> str | None:
    """Return why this is not an index name or pattern, or None.

    Elasticsearch accepts a comma and a broken regular expression when a key is created, and rejects them when
    it is updated.

    >>> pattern_problem("logs-*,metrics-*")
    "'logs-*,metrics-*' contains a comma; write one element for each pattern"
    """
    if is_reference(name):
        return None
    if "," in name and not name.startswith("/"):
        return f"{name!r} contains a comma; write one element for each pattern"
    try:
        Names.of(name)
    except PatternError as error:
        return f"{name!r} is not a pattern: {error.reason}"
    return None


def pattern_problems(names: object, path: Path) -> Iterator[ValueProblem]:
    """Find the names in a list that are not patterns."""
    for position, name in known(names):
        if problem := pattern_problem(name):
            yield ValueProblem((*path, position), problem)


def list_problems(names: object, path: Path, example: str, *, blank: bool = False) -> Iterator[ValueProblem]:
    """Find what is wrong with a list of names, whatever they name.

    Args:
        names: the list; if it or an element is not known yet, that is not looked at.
        path: where it stands.
        example: an element that it could have.
        blank: whether an empty name is allowed.
    """
    if isinstance(names, list | tuple) and not names:
        yield ValueProblem(path, f'`{path[-1]}` is empty; add at least one element, for example "{example}"')
    for position, name in known(names):
        if not blank and not name.strip():
            yield ValueProblem((*path, position), f"`{path[-1]}` contains an empty name; remove it")


def known(names: object) -> Iterator[tuple[int, str]]:
    """Yield the elements that are known, each with its position."""
    for position, name in enumerate(names) if isinstance(names, list | tuple) else ():
        if isinstance(name, str):
            yield position, name
