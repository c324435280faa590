"""Converts values between Terraform's encoding and Python's, depending on their type.

Only three things differ: numbers that do not fit a machine number are encoded as text, a dynamic value is
encoded together with its type, and an object always has all attributes, with null for those that are not set.
"""

from __future__ import annotations

import json
import math
from decimal import Decimal
from functools import partial
from typing import Any

from esremote.provider.protocol.paths import Path
from esremote.provider.protocol.schema import Nested
from esremote.provider.protocol.types import (
    Bool,
    Dynamic,
    List,
    Map,
    Number,
    Object,
    Primitive,
    Set,
    String,
    Tuple,
    Type,
    parse,
)
from esremote.provider.protocol.values import Unknown

_SMALLEST, _LARGEST = -(2**63), 2**64 - 1


class EncodingError(TypeError):
    """A hook returned a value that its schema does not allow (a bug). Names the path, never the value.

    Args:
        complaint: What is wrong with the value.
        path: The path of the value, as far as it is known; callers complete it.
    """

    def __init__(self, complaint: str, path: Path = Path()) -> None:  # noqa: B008 (frozen)
        super().__init__(complaint)
        self._complaint = complaint
        self._path = path

    def __str__(self) -> str:
        return f"{self._path or 'the value'} {self._complaint}"

    def below(self, path: Path) -> EncodingError:
        """Return the same complaint about a value below a path."""
        return EncodingError(self._complaint, path + self._path)


def decode(kind: Type, value: Any) -> Any:  # noqa: ANN401, PLR0911 (values of that type; a return for each kind)
    """Convert a value that Terraform sent."""
    if kind is String or value is None or isinstance(value, Unknown):  # most values are strings
        return value
    match kind:
        case Primitive("number"):
            return _number(value)
        case Primitive("dynamic"):
            return _decode_dynamic(value)
        case List(element) | Set(element):
            return list(map(partial(decode, element), value))
        case Map(element):
            return {key: decode(element, member) for key, member in value.items()}
        case Nested(members=members) | Object(members):
            return {name: decode(member, value.get(name)) for name, member in members.items()}
        case Tuple(elements):
            return list(map(decode, elements, value))
        case _:
            return value


def _decode_dynamic(value: Any) -> Any:  # noqa: ANN401 (a value of any type)
    """Decode a value with its type, which is a pair in MessagePack and an object in a state file."""
    spec, inner = (
        (value["type"], value["value"]) if isinstance(value, dict) else (json.loads(value[0]), value[1])
    )
    return decode(parse(spec), inner)


def _number(value: float | str) -> int | float | Decimal:
    if isinstance(value, int):
        return value
    exact = Decimal(value)
    if exact.is_finite() and exact == exact.to_integral_value():
        return int(exact)
    nearest = float(exact)
    return nearest if Decimal(repr(nearest)) == exact else exact


def encode(kind: Type, value: Any) -> Any:  # noqa: ANN401, C901, PLR0911 (see decode)
    """Convert a value that a hook returned to Terraform's encoding.

    Raises:
        EncodingError: The type does not allow it.
    """
    if value is None or isinstance(value, Unknown) or (kind is String and isinstance(value, str)):
        return value
    match kind, value:
        case Primitive("string"), str():
            return value
        case Primitive("bool"), bool():
            return value
        case Primitive("number"), int() | float() | Decimal() if not isinstance(value, bool):
            return _encode_number(value)
        case Primitive("dynamic"), _:
            inferred = infer(value)
            return [json.dumps(inferred.spec, separators=(",", ":")).encode(), encode(inferred, value)]
        case List(element) | Set(element), list():
            return [_element(element, member, index) for index, member in enumerate(value)]
        case Map(element), dict():
            return {key: _element(element, member, key) for key, member in value.items()}
        case Nested(members=members) | Object(members), dict():
            if surplus := sorted(value.keys() - members.keys()):
                raise EncodingError(f"has no attribute {', '.join(surplus)}")
            return {name: _attribute(member, value.get(name), name) for name, member in members.items()}
        case Tuple(elements), list() if len(elements) == len(value):
            return [_element(*pair, index) for index, pair in enumerate(zip(elements, value, strict=True))]
        case _:
            raise EncodingError(f"must be a {_words(kind)}, got a {type(value).__name__}")


def _attribute(kind: Type, value: object, name: str) -> object:
    try:
        return encode(kind, value)
    except EncodingError as error:
        raise error.below(Path() / name) from None


def _element(kind: Type, value: object, key: str | int) -> object:
    try:
        return encode(kind, value)
    except EncodingError as error:
        raise error.below(Path()[key]) from None


def _encode_number(value: float | Decimal) -> int | float | str:
    match value:
        case int() if _SMALLEST <= value <= _LARGEST:
            return value
        case float() if not math.isfinite(value):
            return value
        case float() if value.is_integer():
            return _encode_number(int(value))
        case float() if Decimal(value) == Decimal(repr(value)):
            return value
        case _:
            return str(value)  # Terraform's numbers are decimal: 0.1 is exactly one tenth


def _words(kind: Type) -> str:
    return kind.spec if isinstance(kind.spec, str) else str(kind.spec[0])


def infer(value: object) -> Type:
    """Infer the type of a value of a dynamic attribute.

    Raises:
        EncodingError: Terraform has no type for it.
    """
    match value:
        case bool():
            return Bool
        case int() | float() | Decimal():
            return Number
        case str():
            return String
        case dict():
            return Object({name: infer(member) for name, member in value.items()})
        case list() | tuple():
            return Tuple(tuple(map(infer, value)))
        case None | Unknown():
            return Dynamic
        case _:
            raise EncodingError(
                f"a dynamic value must have a type that Terraform supports, got a {type(value).__name__}"
            )
