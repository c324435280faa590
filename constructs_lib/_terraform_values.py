"""Values in Terraform's JSON syntax: literals are escaped, and damaged references are found."""

from __future__ import annotations

from collections.abc import Mapping

from esremote.model.errors import ConfigurationError
from esremote.model.references import escape, is_damaged, is_reference

_LEAST_NUMBER = -1e280  # CDK for Terraform encodes a number that it does not know yet as one far below this


class Expression(str):
    """An expression in Terraform's syntax, such as `${var.key}`, which must not be escaped."""

    __slots__ = ()


class _DamagedError(Exception):
    """A value contains a damaged reference. Its path is determined only when this happens."""


def prepare(value: object, path: str) -> object:
    """Return `value` in Terraform's JSON syntax: plain types, escaped literals, no members that are None.

    Raises:
        ConfigurationError: a Python string operation has damaged a Terraform reference, at `path`.
    """
    try:
        return _prepare(value)
    except _DamagedError:
        place, text = _damage(value, path) or (path, value)
        raise ConfigurationError(
            place,
            f"contains a Terraform reference that a Python string operation has changed, got {text!r}",
            remedy="use functions that Terraform evaluates, such as Fn.upper() and Fn.substr()",
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
    """Return whether a prepared value contains a CDK token, which has to be resolved."""
    if isinstance(value, str):
        return is_reference(value)
    if isinstance(value, dict):
        return any(map(holds_reference, value.values()))
    if isinstance(value, list):
        return any(map(holds_reference, value))
    return isinstance(value, float) and value < _LEAST_NUMBER
