"""Parts of a stack's file in Terraform's JSON syntax, each with its place in the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib._terraform_values import holds_reference

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Part:
    """One value of the document.

    Attributes:
        place: the names that lead to the value, such as `("resource", "esremote_role", "frankfurt_analyst")`.
        value: the value in Terraform's JSON syntax.
        is_reference: whether the value contains a reference that CDK for Terraform has to resolve.
    """

    place: tuple[str, ...]
    value: object
    is_reference: bool

    @classmethod
    def of(cls, place: tuple[str, ...], value: object) -> Part:
        """Create a part and find out whether it contains a reference."""
        return cls(place, value, holds_reference(value))


def nest(parts: Iterable[Part]) -> dict[str, object]:
    """Return the document that consists of `parts`."""
    document: dict[str, object] = {}
    for part in parts:
        *above, name = part.place
        _object_at(document, above)[name] = part.value
    return document


def merge(document: dict[str, object], other: dict[str, object]) -> None:
    """Merge `other` into `document`, including the objects that both contain."""
    for name, value in other.items():
        known = document.get(name)
        if isinstance(known, dict) and isinstance(value, dict):
            merge(known, value)
        else:
            document[name] = value


def _object_at(document: dict[str, object], place: Iterable[str]) -> dict[str, object]:
    """Return the object at `place`, which is created if necessary."""
    here = document
    for name in place:
        below = here.setdefault(name, {})
        if not isinstance(below, dict):
            raise TypeError(f"{name} is not an object")
        here = below
    return here
