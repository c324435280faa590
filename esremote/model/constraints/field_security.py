"""Field-level security: `grant`, and `except` for what is taken away from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from esremote.model.constraints.names import known
from esremote.model.constraints.problem import Path, ValueProblem
from esremote.model.patterns import Names, PatternError, TooComplexError

_METADATA_FIELDS = "_*"


def field_security_problems(fields: object, path: Path) -> Iterator[ValueProblem]:
    """Find what Elasticsearch rejects in a `field_security` (source: its `FieldPermissions`).

    >>> [found.path for found in field_security_problems({"grant": ["a*"], "except": ["ab", "b"]}, ())]
    [('except', 1)]
    """
    if not isinstance(fields, Mapping):
        return
    grant, excluded = fields.get("grant"), fields.get("except")
    if not grant and not excluded:
        yield ValueProblem(path, "`field_security` is empty; set `grant`, or remove it to allow all fields")
    elif not grant:
        yield ValueProblem(
            (*path, "except"),
            '`except` removes fields from `grant`; set `grant` as well, for example to ["*"]',
        )
    elif isinstance(grant, list | tuple) and all(isinstance(name, str) for name in grant):
        yield from _outside(grant, excluded, (*path, "except"))


def _outside(grant: list[str] | tuple[str, ...], excluded: object, path: Path) -> Iterator[ValueProblem]:
    try:
        granted = Names.of(*grant, _METADATA_FIELDS)
    except PatternError as error:
        yield ValueProblem((*path[:-1], "grant"), f"{error.pattern!r} is not a pattern: {error.reason}")
        return
    for position, name in known(excluded):
        try:
            inside = Names.of(name) <= granted
        except TooComplexError:
            continue  # only the server can tell
        except PatternError as error:
            yield ValueProblem((*path, position), f"{name!r} is not a pattern: {error.reason}")
            continue
        if not inside:
            yield ValueProblem(
                (*path, position),
                f"`except` can only remove fields that `grant` allows, but {name!r} is not among them; "
                'extend `grant`, for example to ["*"]',
            )
