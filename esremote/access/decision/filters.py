"""What can be seen inside an index: fields and documents, as several parties bound them.

Each party (the key, the role, the alias) is one layer. Within a layer any alternative is enough; all layers
must agree. The server combines them in the same way: a union within a role or key, an intersection between
the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Protocol, Self

from esremote.access.pattern_sets import usable
from esremote.model.patterns import Names
from esremote.model.query_clauses import unusable

if TYPE_CHECKING:
    from esremote.access.landscape.roles import FieldSecurity


_METADATA_FIELDS = "_*"


@lru_cache(maxsize=4096)
def fields_of(rules: frozenset[FieldSecurity]) -> Names:
    """Give the fields that any of some rules grants; metadata fields such as `_id` need no grant.

    A pattern that Elasticsearch refuses grants nothing and excepts nothing.

    >>> from esremote.access.landscape.roles import FieldSecurity
    >>> "_id" in fields_of(frozenset({FieldSecurity(grant=("host.*",))}))
    True
    """
    return reduce(or_, (_granted(rule) - Names.of(*usable(rule.except_)) for rule in rules), Names.of())


def _granted(rule: FieldSecurity) -> Names:
    return Names.of("*") if "*" in rule.grant else Names.of(*usable(rule.grant), _METADATA_FIELDS)


def grants_every_field(rules: frozenset[FieldSecurity]) -> bool:
    """Say whether rules, alone or together, grant every field."""
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

    def covers(self, other: Self) -> bool:
        """Say whether every field of the other can be seen here.

        >>> from esremote.access.landscape.roles import FieldSecurity
        >>> logs = Fields(frozenset({frozenset({FieldSecurity(grant=("log.*",))})}))
        >>> Fields().covers(logs), logs.covers(Fields())
        (True, False)
        """
        return self.layers <= other.layers or other.names <= self.names


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents that can be seen: in each layer, those that match any of its queries."""

    layers: frozenset[frozenset[str]] = frozenset()

    @property
    def all(self) -> bool:
        """Whether no layer bounds anything."""
        return not self.layers

    @property
    def unusable(self) -> str | None:
        """Why a search fails with 400, None if nothing speaks against its queries."""
        queries = sorted(query for layer in self.layers for query in layer)
        return next((f"{why} in {query}" for query in queries if (why := unusable(query))), None)

    def and_(self, other: Self) -> Self:
        """Bound these by others as well."""
        return type(self)(self.layers | other.layers)

    def covers(self, other: Self) -> bool:
        """Say whether every document of the other can be seen here, as far as text tells.

        Queries are compared as written: each layer needs a layer on the other side without further queries.

        >>> some = Documents(frozenset({frozenset({"a"})}))
        >>> more = Documents(frozenset({frozenset({"a", "b"})}))
        >>> more.covers(some), some.covers(more)
        (True, False)
        """
        return all(any(narrow <= layer for narrow in other.layers) for layer in self.layers)


class Seen(Protocol):
    """Something of which some fields and documents can be seen."""

    @property
    def fields(self) -> Fields:
        """The fields that can be seen."""
        ...

    @property
    def documents(self) -> Documents:
        """The documents that can be seen."""
        ...


def shows_as_much(wide: Seen, narrow: Seen) -> bool:
    """Say whether every field and document that is seen of `narrow` is seen of `wide` as well."""
    return wide.documents.covers(narrow.documents) and wide.fields.covers(narrow.fields)
