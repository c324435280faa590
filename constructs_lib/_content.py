"""The parts of a stack's Terraform JSON, each at its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib._values import holds_reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from esremote.model.findings.finding import Finding


@dataclass(frozen=True)
class Part:
    """One value and where it stands, as `("resource", "esremote_role", "frankfurt_analyst")`."""

    place: tuple[str, ...]
    value: object
    is_reference: bool

    @classmethod
    def of(cls, place: tuple[str, ...], value: object) -> Part:
        """Make a part, and look whether it holds a reference that CDK for Terraform has to resolve."""
        return cls(place, value, holds_reference(value))


@dataclass(frozen=True)
class Content:
    """What follows from what a stack holds; worked out once, though synthesis asks for it several times."""

    findings: Sequence[Finding]
    parts: Sequence[Part]


def nest(parts: Iterable[Part]) -> dict[str, object]:
    """Put parts into one document."""
    document: dict[str, object] = {}
    for part in parts:
        *above, name = part.place
        merge_at(document, above)[name] = part.value
    return document


def merge(document: dict[str, object], other: dict[str, object]) -> None:
    """Put the members of `other` into `document`, object by object."""
    for name, value in other.items():
        known = document.get(name)
        if isinstance(known, dict) and isinstance(value, dict):
            merge(known, value)
        else:
            document[name] = value


def merge_at(document: dict[str, object], place: Iterable[str]) -> dict[str, object]:
    """Return the object at `place`, made if it is not there."""
    here = document
    for name in place:
        below = here.setdefault(name, {})
        if not isinstance(below, dict):
            raise TypeError(f"{name} is no object")
        here = below
    return here
