"""Whether the description of a cluster has the types that the provider's configuration has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.provider.protocol.schema import Nested
from esremote.provider.protocol.types import List, Map, Primitive, Set
from esremote.provider.schema import SCHEMA
from esremote.sources.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from esremote.provider.protocol.types import Type
    from esremote.sources.jsonlike import Json

_CLUSTERS = SCHEMA.attributes["clusters"].type


def wrong_types(clusters: Mapping[str, Json], source: str) -> tuple[Problem, ...]:
    """Return the attributes of clusters whose values have the wrong type. Other attributes are ignored.

    Args:
        clusters: the description of each cluster, by name.
        source: where they are described, for messages.
    """
    return tuple(
        Problem(f"{source}: {path}", f"is {got}, {wanted} is needed")
        for path, got, wanted in _mismatches(_CLUSTERS, clusters, "clusters")
    )


def _mismatches(type_: Type, value: Json, path: str) -> Iterator[tuple[str, str, str]]:
    """Yield the path of each wrong value, what it is and what is needed. The value itself may be secret."""
    match type_, value:
        case _, None:
            return
        case Nested(attributes=attributes), dict():
            for name, attribute in attributes.items():
                yield from _mismatches(attribute.type, value.get(name), f"{path}.{name}")
        case Map(element=element), dict():
            for name, member in value.items():
                yield from _mismatches(element, member, f"{path}.{name}")
        case ((List(element=element) | Set(element=element)), list()):
            for position, member in enumerate(value):
                yield from _mismatches(element, member, f"{path}[{position}]")
        case _ if _kind_of_value(value) != _kind_of_type(type_):
            yield path, _kind_of_value(value), _kind_of_type(type_)


def _kind_of_value(value: Json) -> str:
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "a list"
        case _:
            return "an object"


def _kind_of_type(type_: Type) -> str:
    match type_:
        case Primitive(name="bool"):
            return "true or false"
        case Primitive(name=name):
            return f"a {name}"
        case List() | Set():
            return "a list"
        case _:
            return "an object"
