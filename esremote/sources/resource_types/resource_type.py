"""What everything that reads plans, states and stacks must know of one resource type of the provider."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from esremote.sources.attributes import Attributes
    from esremote.sources.jsonlike import JsonObject
    from esremote.sources.provenance import Provenance
    from esremote.sources.resource_types.declared import Declared


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How two sets of attributes are compared by what they mean. Names hold at any depth.

    Args:
        computed: set by the provider, or about the apply itself: of no interest to a reviewer.
        identity: part of the name under which a new resource is shown.
        secret: never shown.
        true_by_default: absent means true; of other attributes, absent, false and empty mean the same.
    """

    computed: frozenset[str] = frozenset()
    identity: frozenset[str] = frozenset()
    secret: frozenset[str] = frozenset()
    true_by_default: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A nested object that a reviewer thinks of as a thing of its own.

    Args:
        attribute: its name in the resource.
        noun: what a person calls one.
        name: how a person names this one, from the attributes of the resource and of the part.
    """

    attribute: str
    noun: str
    name: Callable[[JsonObject, JsonObject], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceType:
    """One row of the table of resource types.

    Args:
        type: Terraform's name of it, `esremote_role`.
        noun: what a person calls one, `role`.
        read: reads its attributes, address and provenance into what it declares, one thing or several.
        name: how a person names this one, from its attributes: `analyst on frankfurt`.
        parts: nested objects whose changes are shown as changes of their own.
        comparison: how its attributes are compared.
        understands: whether one with these attributes is of a kind that is read.
    """

    type: str
    noun: str
    read: Callable[[Attributes, str, Provenance], Declared | tuple[Declared, ...]]
    name: Callable[[JsonObject], str]
    parts: tuple[Part, ...] = ()
    comparison: Comparison = field(default_factory=Comparison)
    understands: Callable[[JsonObject], bool] = lambda _: True


def name_on_cluster(values: JsonObject) -> str:
    """Name a resource that is on one cluster.

    >>> name_on_cluster({"name": "analyst", "on_cluster": "frankfurt"})
    'analyst on frankfurt'
    """
    return f"{values.get('name')} on {values.get('on_cluster')}"
