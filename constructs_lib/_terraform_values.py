"""The last look at every value before Terraform reads it."""

from __future__ import annotations

from collections.abc import Mapping

from esremote.model.errors import ConfigurationError
from esremote.model.references import escape, is_damaged, is_reference

_LEAST_NUMBER = -1e280  # CDK for Terraform encodes a number it does not know yet as one far below this


class Expression(str):
    """Terraform syntax that the library wrote itself, such as `${var.key}`: not to be escaped."""

    __slots__ = ()


class _DamagedError(Exception):
    """Somewhere below there is a damaged reference; the place is looked for only then."""


def prepare(value: object, path: str) -> object:
    """Return `value` in Terraform's JSON syntax: plain types, literals escaped, absent members left out.

    Raises:
        ConfigurationError: a Python string operation has damaged a Terraform reference, at `path`.
    """
    try:
        return _prepare(value)
    except _DamagedError:
        place, text = _damage(value, path) or (path, value)
        raise ConfigurationError(
            place,
            f"a Terraform reference was changed by a Python string operation, got {text!r}",
            remedy="change it with Fn.upper(), Fn.substr() and the like, which Terraform evaluates",
        ) from None


def _prepare(value: object) -> object:
    if type(value) is str:
        if is_damaged(value):
            raise _DamagedError
        return escape(value)
    if isinstance(value, Mapping):
        return {name: _prepare(member) for name, member in value.items() if member is not None}
    if isinstance(value, list | tuple):
        return [_prepare(member) for member in value]
    return str(value) if isinstance(value, Expression) else value


def _damage(value: object, path: str) -> tuple[str, object] | None:
    match value:
        case str():
            return (path, value) if is_damaged(value) else None
        case Mapping():
            below = [_damage(member, f"{path}.{name}") for name, member in value.items()]
        case list() | tuple():
            below = [_damage(member, f"{path}[{place}]") for place, member in enumerate(value)]
        case _:
            return None
    return next(filter(None, below), None)


def holds_reference(value: object) -> bool:
    """Say whether a prepared value holds a CDK token, which has to be resolved before it is written."""
    if isinstance(value, str):
        return is_reference(value)
    if isinstance(value, dict):
        return any(map(holds_reference, value.values()))
    if isinstance(value, list):
        return any(map(holds_reference, value))
    return isinstance(value, float) and value < _LEAST_NUMBER
