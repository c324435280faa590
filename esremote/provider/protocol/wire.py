"""Converts values, private state, paths and diagnostics between the protocol's messages and Python."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgpack

from esremote.provider.protocol.codec import decode, encode
from esremote.provider.protocol.messages import message
from esremote.provider.protocol.paths import Key, Path
from esremote.provider.protocol.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from esremote.provider.protocol.diagnostics import Diagnostic
    from esremote.provider.protocol.types import Type


def load(kind: Type, dynamic: Any) -> Any:  # noqa: ANN401 (a message; a value of that type)
    """Read a DynamicValue."""
    if dynamic.msgpack:
        return decode(kind, msgpack.unpackb(dynamic.msgpack, ext_hook=Unknown, strict_map_key=False))
    return load_json(kind, dynamic.json) if dynamic.json else None


def load_json(kind: Type, text: bytes) -> Any:  # noqa: ANN401 (a value of that type)
    """Read a value from JSON, as stored in a state file."""
    return decode(kind, parse_json(text))


def parse_json(text: bytes) -> Any:  # noqa: ANN401 (any JSON)
    """Read JSON without losing digits."""
    return json.loads(text, parse_float=Decimal)


def dump(kind: Type, value: Any) -> Any:  # noqa: ANN401 (a value of that type; a message)
    """Create a DynamicValue.

    Raises:
        EncodingError: The type does not allow the value.
    """
    packed = msgpack.packb(encode(kind, value), default=_extension)
    return message("DynamicValue")(msgpack=packed)


def _extension(value: object) -> msgpack.ExtType:
    if isinstance(value, Unknown):
        return msgpack.ExtType(value.code, value.refinements)
    raise TypeError(f"cannot encode a {type(value).__name__}")


def load_private(text: bytes) -> dict[str, Any]:
    """Read the private state."""
    private = json.loads(text) if text else {}
    return private if isinstance(private, dict) else {}


def dump_private(private: dict[str, Any]) -> bytes:
    """Write the private state."""
    return json.dumps(private, separators=(",", ":")).encode() if private else b""


def dump_path(path: Path) -> Any:  # noqa: ANN401 (a message)
    """Create an AttributePath."""
    target = message("AttributePath")()
    for step in path:
        match step:
            case Key(int(index)):
                target.steps.add(element_key_int=index)
            case Key(key):
                target.steps.add(element_key_string=key)
            case name:
                target.steps.add(attribute_name=name)
    return target


def dump_diagnostics(found: Iterable[Diagnostic]) -> list[Any]:
    """Create Diagnostic messages."""
    return list(map(_dump_diagnostic, found))


def _dump_diagnostic(diagnostic: Diagnostic) -> Any:  # noqa: ANN401 (a message)
    """Create a Diagnostic message with a path that Terraform can find in the configuration.

    Terraform finds the line of an attribute and of its elements. For anything nested deeper, it searches for
    an attribute of the same name at the top level, and shows the wrong line. So deeper paths are added to the
    detail.
    """
    path = diagnostic.path
    shown = Path(path.steps[: 2 if _starts_with_element(path) else 1])
    detail = diagnostic.detail
    if shown != path and str(path) not in detail:
        detail = f"{detail}\n\nAt {path}.".lstrip()
    return message("Diagnostic")(
        severity=diagnostic.severity.value,
        summary=diagnostic.summary,
        detail=detail,
        attribute=dump_path(shown) if shown else None,
    )


def _starts_with_element(path: Path) -> bool:
    return len(path.steps) > 1 and isinstance(path.steps[1], Key)
