"""Index name patterns as a program gives them, refused where Elasticsearch would refuse them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from esremote.model.errors import ConfigurationError, require_names
from esremote.model.patterns import InvalidPatternError, Names
from esremote.model.references import is_reference

if TYPE_CHECKING:
    from collections.abc import Collection


def require_patterns(path: str, names: Collection[str]) -> tuple[str, ...]:
    """Return `names` as a tuple, or raise if there are none or one of them is no pattern.

    Creating a key accepts commas and broken expressions in names that updating it then refuses.

    Raises:
        ConfigurationError: with `path` as its place.
    """
    checked = require_names(path, names)
    for place, name in enumerate(checked):
        problem = _problem(name)
        if problem:
            raise ConfigurationError(f"{path}[{place}]", problem)
    return checked


@cache
def _problem(name: str) -> str:
    if is_reference(name):
        return ""
    if "," in name and not name.startswith("/"):
        return f"holds a comma, got {name!r}; write one element for each pattern"
    try:
        Names.of(name)
    except InvalidPatternError as problem:
        return f"is no pattern, got {name!r}: {problem.reason}"
    return ""
