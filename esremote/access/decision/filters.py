"""What can be seen inside an index: fields and documents, as several parties bound them.

Each party (the key, the role, the alias) is one layer. Within a layer any alternative is enough; all layers
must agree. That is how the server combines them: united within a role or key, intersected between the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Self

from esremote.model.patterns import Names

if TYPE_CHECKING:
    from esremote.access.landscape.roles import FieldSecurity


_METADATA_FIELDS = "_*"


@lru_cache(maxsize=4096)
def fields_of(rules: frozenset[FieldSecurity]) -> Names:
    """Give the fields that any of some rules grants; metadata fields such as `_id` need no grant.

    >>> from esremote.access.landscape.roles import FieldSecurity
    >>> "_id" in fields_of(frozenset({FieldSecurity(grant=("host.*",))}))
    True
    """
    return reduce(or_, (_granted(rule) - Names.of(*rule.except_) for rule in rules))


def _granted(rule: FieldSecurity) -> Names:
    return Names.of("*") if "*" in rule.grant else Names.of(*rule.grant, _METADATA_FIELDS)


def grants_every_field(rules: frozenset[FieldSecurity]) -> bool:
    """Say whether rules bound nothing, alone or together."""
    return Names.of("*") <= fields_of(rules)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields that can be seen: in each layer, those that any of its alternatives grants.

    >>> from esremote.access.landscape.roles import FieldSecurity
    >>> "host.ip" in Fields(frozenset({frozenset({FieldSecurity(grant=("host.*",), except_=("host.ip",))})}))
    False
    """

    layers: frozenset[frozenset[FieldSecurity]] = frozenset()

    @property
    def all(self) -> bool:
        """Whether no layer bounds anything."""
        return not self.layers

    @property
    def names(self) -> Names:
        """The names of the fields that can be seen."""
        return reduce(and_, map(fields_of, self.layers), Names.of("*"))

    def __contains__(self, field: str) -> bool:
        return all(field in fields_of(layer) for layer in self.layers)

    def and_(self, other: Self) -> Self:
        """Bound these by others as well."""
        return type(self)(self.layers | other.layers)


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents that can be seen: in each layer, those that match any of its queries."""

    layers: frozenset[frozenset[str]] = frozenset()

    @property
    def all(self) -> bool:
        """Whether no layer bounds anything."""
        return not self.layers

    def and_(self, other: Self) -> Self:
        """Bound these by others as well."""
        return type(self)(self.layers | other.layers)
