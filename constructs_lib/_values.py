"""The last look at every value before Terraform reads it."""

from __future__ import annotations

from collections.abc import Mapping

from esremote.model.errors import ConfigurationError
from esremote.model.references import escape, is_damaged, is_reference

_LEAST_NUMBER = -1e280  # CDK for Terraform encodes a number it does not know yet as one far below this


class Expression(str):
    """Terraform syntax that the library wrote itself, such as `${var.key}`: not to be escaped."""

    __slots__ = ()


def prepare(value: object, path: str) -> object:
    """Return `value` in Terraform's JSON syntax: plain types, literals escaped, absent members left out.

    Raises:
        ConfigurationError: a Python string operation has damaged a Terraform reference, at `path`.
    """
    match value:
        case Expression():
            return str(value)
        case str():
            if is_damaged(value):
                raise ConfigurationError(
                    path,
                    f"a Terraform reference was changed by a Python string operation, got {value!r}",
                    remedy="change it with Fn.upper(), Fn.substr() and the like, which Terraform evaluates",
                )
            return escape(value)
        case Mapping():
            return {
                str(name): prepare(member, f"{path}.{name}")
                for name, member in value.items()
                if member is not None
            }
        case list() | tuple():
            return [prepare(member, f"{path}[{place}]") for place, member in enumerate(value)]
        case _:
            return value


def holds_reference(value: object) -> bool:
    """Say whether a prepared value holds a CDK token, which has to be resolved before it is written."""
    match value:
        case str():
            return is_reference(value)
        case float():
            return value < _LEAST_NUMBER
        case dict():
            return any(holds_reference(member) for member in value.values())
        case list():
            return any(holds_reference(member) for member in value)
        case _:
            return False
