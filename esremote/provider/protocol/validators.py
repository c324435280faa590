"""Validators that most schemas need.

Each yields phrases that follow the attribute's name: `port must be between 1 and 65535, got 0`. Unknown
values in collections are not validated.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from esremote.provider.protocol.paths import Path
from esremote.provider.protocol.schema import AttributeProblem, Validator
from esremote.provider.protocol.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator


def one_of(*allowed: str) -> Validator:
    """Allow these strings only.

    Example:
        >>> list(one_of("proxy", "sniff")("direct"))
        ['must be one of "proxy", "sniff"']
    """
    names = ", ".join(map(json.dumps, allowed))

    def check(value: str) -> Iterator[str]:
        if value not in allowed:
            yield f"must be one of {names}"

    return check


def length(minimum: int = 0, maximum: int | None = None) -> Validator:
    """Limit the length of a string or the number of elements of a collection."""
    bounds = f"at least {minimum}" if maximum is None else f"between {minimum} and {maximum}"

    def check(value: Any) -> Iterator[str]:  # noqa: ANN401 (a string or a collection)
        if len(value) < minimum or (maximum is not None and len(value) > maximum):
            yield f"must have {bounds} {'characters' if isinstance(value, str) else 'elements'}"

    return check


def between(minimum: float, maximum: float) -> Validator:
    """Limit a number to a range, including both bounds."""

    def check(value: float) -> Iterator[str]:
        if not minimum <= value <= maximum:
            yield f"must be between {minimum} and {maximum}"

    return check


def whole_number(value: float) -> Iterator[str]:
    """Allow whole numbers only."""
    if value != int(value):
        yield "must be a whole number"


def matches(pattern: str, meaning: str) -> Validator:
    """Allow strings that a regular expression matches completely; `meaning` completes "must be …"."""
    compiled = re.compile(pattern)

    def check(value: str) -> Iterator[str]:
        if compiled.fullmatch(value) is None:
            yield f"must be {meaning}"

    return check


def json_object(value: str) -> Iterator[str]:
    """Allow strings that contain a JSON object."""
    try:
        parsed = json.loads(value)
    except ValueError as error:
        yield f"must be a JSON object: {error}"
        return
    if not isinstance(parsed, dict):
        yield "must be a JSON object, as returned by jsonencode({...})"


def each(*validators: Validator) -> Validator:
    """Apply validators to every known element of a list, a set or a map."""

    def check(value: Any) -> Iterator[AttributeProblem]:  # noqa: ANN401 (any collection)
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, element in pairs:
            if element is None or isinstance(element, Unknown):
                continue
            for found in (found for validator in validators for found in validator(element)):
                match found:
                    case AttributeProblem():
                        yield AttributeProblem(found.message, Path()[key] + found.path)
                    case message:
                        yield AttributeProblem(message, Path()[key])

    return check


def exactly_one_of(*names: str) -> Validator:
    """Require exactly one of these members of an object.

    Example:
        >>> [found.message for found in exactly_one_of("proxy", "sniff")({})]
        ['One of proxy and sniff must be set.']
    """

    def check(value: dict[str, Any]) -> Iterator[AttributeProblem]:
        present = [name for name in names if value.get(name) is not None]
        if any(isinstance(value[name], Unknown) for name in present):
            return
        if len(present) > 1:
            for name in present:
                yield AttributeProblem(
                    f"Only one of {_list(names)} can be set, got {_list(present)}.", Path() / name
                )
        elif not present:
            yield AttributeProblem(f"One of {_list(names)} must be set.")

    return check


def at_most_one_of(*names: str) -> Validator:
    """Allow at most one of these members of an object."""

    def check(value: dict[str, Any]) -> Iterator[AttributeProblem]:
        present = [name for name in names if not isinstance(value.get(name), Unknown | None)]
        if len(present) > 1:
            for name in present:
                yield AttributeProblem(
                    f"Only one of {_list(names)} can be set, got {_list(present)}.", Path() / name
                )

    return check


def all_or_none_of(*names: str) -> Validator:
    """Require either all or none of these members of an object."""

    def check(value: dict[str, Any]) -> Iterator[AttributeProblem]:
        missing = [name for name in names if value.get(name) is None]
        if missing and len(missing) < len(names):
            for name in missing:
                yield AttributeProblem(
                    f"{_list(names)} must be set together: {name} is missing.", Path() / name
                )

    return check


def _list(names: tuple[str, ...] | list[str]) -> str:
    *rest, last = names
    return f"{', '.join(rest)} and {last}" if rest else last
