"""Runs the validators of a schema on a configuration, at every depth, and locates the problems they find."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from esremote.provider.protocol.diagnostics import Diagnostic, Severity
from esremote.provider.protocol.members import elements
from esremote.provider.protocol.paths import Path
from esremote.provider.protocol.schema import Attribute, AttributeProblem, Nested, Nesting, Validator
from esremote.provider.protocol.values import Unknown, Values, is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_VALUE = 120


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value is: as text for the user, and as an address, which elements of sets do not have."""

    words: Path = field(default_factory=Path)
    address: Path = field(default_factory=Path)
    in_set: bool = False
    secret: bool = False

    def step(self, relative: Path) -> _Place:
        address = self.address if self.in_set else self.address + relative
        return _Place(self.words + relative, address, self.in_set, self.secret)

    def attribute(self, name: str, attribute: Attribute) -> _Place:
        place = self.step(Path() / name)
        secret = self.secret or attribute.sensitive or attribute.write_only
        return _Place(place.words, place.address, self.in_set, secret)

    def element(self, attribute: Attribute, key: str | int | None) -> _Place:
        if attribute.nesting is Nesting.SET:
            return _Place(self.words["*"], self.address, in_set=True, secret=self.secret)
        return self if key is None else self.step(Path()[key])


def validate(nested: Nested, config: Values, *, write_only_allowed: bool = True) -> Iterator[Diagnostic]:
    """Yield everything that is wrong with a configuration.

    Args:
        nested: The schema.
        config: The configuration. Unknown values are not validated.
        write_only_allowed: Whether this version of Terraform supports write-only attributes.
    """
    yield from _object(nested, config, _Place(), write_only_allowed=write_only_allowed)


def _object(
    nested: Nested, config: Values, place: _Place, *, write_only_allowed: bool
) -> Iterator[Diagnostic]:
    yield from _run(nested.validators, config, place)
    for name, attribute in nested.attributes.items():
        value = config.get(name)
        if value is None or isinstance(value, Unknown):
            continue
        here = place.attribute(name, attribute)
        if attribute.write_only and not write_only_allowed:
            detail = f"{here.words} is a write-only attribute, which requires Terraform 1.11 or later."
            yield Diagnostic(Severity.ERROR, "Write-only attributes are not supported", detail, here.address)
        yield from _run(attribute.validators, value, here)
        for key, element in elements(attribute, value):
            inner = here.element(attribute, key)
            yield from _object(
                attribute.nested or nested, element, inner, write_only_allowed=write_only_allowed
            )


def _run(validators: tuple[Validator, ...], value: object, place: _Place) -> Iterator[Diagnostic]:
    for validator in validators:
        for found in validator(value):
            problem = found if isinstance(found, AttributeProblem) else AttributeProblem(found)
            there = place.step(problem.path)
            message = problem.message
            if message.startswith("must"):
                message = f"{there.words} {message}{_got(value, there, problem.path)}."
            yield Diagnostic(Severity.ERROR, "Invalid value", message, there.address)


def _got(value: object, place: _Place, path: Path) -> str:
    """Return the invalid value as text, unless it is secret or not helpful to the user."""
    for step in path:
        match value, getattr(step, "value", step):
            case (dict() as members, str() as key) if key in members:
                value = members[key]
            case (list() as members, int() as index) if index < len(members):
                value = members[index]
            case _:
                return ""
    if place.secret or isinstance(value, dict) or not is_known(value):
        return ""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return f", got {text}" if len(text) <= _LONGEST_VALUE else f", got {text[:_LONGEST_VALUE]}…"
