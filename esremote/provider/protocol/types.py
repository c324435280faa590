"""Terraform's type system as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Spec = str | list[object]


class Type:
    """The type of a value.

    Not an ABC, because `isinstance` is slow for ABCs, and every value is matched by its type.
    """

    @property
    def spec(self) -> Spec:
        """The type in Terraform's JSON notation: `"string"`, `["list", "string"]`."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Primitive(Type):
    """A string, a number, a bool, or (dynamic) a value that includes its type."""

    name: str

    @property
    def spec(self) -> Spec:
        """Its name."""
        return self.name


String = Primitive("string")
Number = Primitive("number")
Bool = Primitive("bool")
Dynamic = Primitive("dynamic")


@dataclass(frozen=True, slots=True)
class List(Type):
    """An ordered collection."""

    element: Type

    @property
    def spec(self) -> Spec:
        """`["list", element]`."""
        return ["list", self.element.spec]


@dataclass(frozen=True, slots=True)
class Set(Type):
    """An unordered collection without duplicates."""

    element: Type

    @property
    def spec(self) -> Spec:
        """`["set", element]`."""
        return ["set", self.element.spec]


@dataclass(frozen=True, slots=True)
class Map(Type):
    """A collection with strings as keys."""

    element: Type

    @property
    def spec(self) -> Spec:
        """`["map", element]`."""
        return ["map", self.element.spec]


@dataclass(frozen=True, slots=True)
class Object(Type):
    """An object with named members of different types."""

    members: Mapping[str, Type] = field(hash=False)

    @property
    def spec(self) -> Spec:
        """`["object", {name: type}]`."""
        return ["object", {name: member.spec for name, member in self.members.items()}]


@dataclass(frozen=True, slots=True)
class Tuple(Type):
    """A sequence of fixed length with elements of different types."""

    elements: tuple[Type, ...]

    @property
    def spec(self) -> Spec:
        """`["tuple", [type, …]]`."""
        return ["tuple", [element.spec for element in self.elements]]


def parse(spec: object) -> Type:  # noqa: PLR0911 (a return for each kind)
    """Read a type from Terraform's JSON notation.

    Example:
        >>> parse(["list", "string"]) == List(String)
        True

    Raises:
        ValueError: It is not a type.
    """
    match spec:
        case "string" | "number" | "bool" | "dynamic":
            return Primitive(str(spec))
        case ["list", element]:
            return List(parse(element))
        case ["set", element]:
            return Set(parse(element))
        case ["map", element]:
            return Map(parse(element))
        case ["object", dict() as members]:
            return Object({name: parse(member) for name, member in members.items()})
        case ["object", dict() as members, list()]:  # the third element lists optional members
            return Object({name: parse(member) for name, member in members.items()})
        case ["tuple", list() as elements]:
            return Tuple(tuple(map(parse, elements)))
        case _:
            raise ValueError(f"not a Terraform type: {spec!r}")
