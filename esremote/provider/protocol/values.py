"""How Terraform's values are represented in Python.

| Terraform | Python |
|---|---|
| null | None |
| string, bool | str, bool |
| number | int, or float where that is exact, or Decimal |
| list, set, tuple | list (elements of a set in any order) |
| map, object | dict |
| not known yet | an `Unknown` |
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

Values = dict[str, Any]
"""A configuration, a state, a plan: attribute names to values."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that will be known only after apply.

    What Terraform already knows about it (that it is not null, a prefix, a range) is preserved byte for byte.
    Its truth value is an error, so that `if value:` cannot mistake it for a known value.
    """

    code: int = 0
    refinements: bytes = b"\x00"

    def __bool__(self) -> NoReturn:
        raise TypeError("an unknown value is neither true nor false: check is_known first")

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()
"""An unknown value about which nothing else is known."""


def is_known(value: object) -> bool:
    """Tell whether a value and everything in it are known."""
    match value:
        case Unknown():
            return False
        case dict():
            return all(map(is_known, value.values()))
        case list():
            return all(map(is_known, value))
        case _:
            return True


def unknown_as_null(value: Any) -> Any:  # noqa: ANN401 (a value of any type gives one of the same type)
    """Replace unknown values with None, to store the state of an operation that failed half-way."""
    match value:
        case Unknown():
            return None
        case dict():
            return {name: unknown_as_null(member) for name, member in value.items()}
        case list():
            return [unknown_as_null(element) for element in value]
        case _:
            return value
