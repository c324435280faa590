"""What one party allows: entries on the same set of names become one group, and any group is enough.

The merging matters. Of two entries on the same set of names, one without a query lifts the document-level
security of the other, even if its own privileges would not let anything be read. Field-level security behaves
likewise.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Never, TypeVar

from esremote.access.decision.filters import grants_every_field
from esremote.model.patterns import Names
from esremote.model.roles.privileges import cluster_grants, grants, grants_on_failures
from esremote.model.source import NOWHERE, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from esremote.access.landscape.roles import FieldSecurity, IndicesEntry, RemoteIndicesEntry
    from esremote.model.releases.versions import Version

    AnyEntry = IndicesEntry | RemoteIndicesEntry


FAILURES = "::failures"
"""What follows the name of a data stream where its failure store is meant."""

_Bound = TypeVar("_Bound", str, "FieldSecurity")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a role or key, and where it is written.

    Args:
        says: the entry.
        owner: what it belongs to, such as `role analyst`.
        part: the list of the owner's entries that it is in, such as `remote_indices`.
        number: its position in that list, from 0.
    """

    says: AnyEntry
    owner: str
    part: str
    number: int

    @property
    def source(self) -> Source:
        """Where the entry is written."""
        return self.says.source

    @property
    def of_key(self) -> bool:
        """Whether it is an entry of a cross-cluster API key, which has access and no list of privileges."""
        return self.part.startswith("access.")

    @property
    def place(self) -> str:
        """Which of the owner's entries it is, such as `remote_indices[0]`."""
        return f"{self.part}[{self.number}]"


@dataclass(frozen=True)
class Group:
    """Entries on the same set of names, merged.

    Args:
        patterns: what the group covers, sorted.
        privileges: the index privileges of all entries.
        queries: the documents that can be seen are those that match any query; empty means every document.
        fields: the fields that can be seen are those that any rule grants; empty means every field.
        allow_restricted_indices: whether restricted names are covered as well.
        entries: the entries that were merged.
    """

    patterns: tuple[str, ...]
    privileges: frozenset[str]
    queries: frozenset[str]
    fields: frozenset[FieldSecurity]
    allow_restricted_indices: bool
    entries: tuple[Entry, ...]

    @cached_property
    def names(self) -> Names:
        """The patterns as a set of names.

        Raises:
            InvalidPatternError: Elasticsearch refuses a pattern.
        """
        return Names.of(*self.patterns)


@dataclass(frozen=True, slots=True)
class Party:
    """What bounds a request: the roles of a user, the owner of a REST API key, or a cross-cluster API key.

    Args:
        cluster: the cluster that it is on.
        what: what people call it, such as `role analyst`.
        source: where it is written.
        is_key: whether it is a cross-cluster API key.
    """

    cluster: str
    what: str
    source: Source = NOWHERE
    is_key: bool = False


@dataclass(frozen=True)
class Permission:
    """What one party allows on one cluster.

    Args:
        party: the party.
        groups: what it may do on indices.
        cluster: its cluster privileges.
        version: the version of the cluster that decides.
        restricted: the names that are restricted there.
    """

    party: Party
    groups: tuple[Group, ...]
    cluster: frozenset[str]
    version: Version
    restricted: Names

    @cached_property
    def _allowing(self) -> dict[tuple[str, bool], tuple[Group, ...]]:
        return {}

    def allowing(self, action: str, *, on_failures: bool = False) -> tuple[Group, ...]:
        """Give the groups that allow an action on whatever they cover, or on its failure store."""
        known = self._allowing.get((action, on_failures))
        if known is None:
            granted = grants_on_failures if on_failures else grants
            known = tuple(group for group in self.groups if granted(group.privileges, action, self.version))
            self._allowing[action, on_failures] = known
        return known

    def allows_anywhere(self, action: str) -> bool:
        """Say whether an action is allowed on something, if only on a failure store."""
        return bool(self.allowing(action) or self.allowing(action, on_failures=True))

    def covers(self, group: Group, name: str) -> bool:
        """Say whether a group of this permission covers a name."""
        return name in group.names and (group.allow_restricted_indices or name not in self.restricted)

    def names_of(self, group: Group) -> Names:
        """Give the names that a group of this permission covers."""
        return group.names if group.allow_restricted_indices else group.names.sparing(self.restricted)

    def for_name(self, action: str, name: str, stream: str | None = None) -> tuple[Group, ...]:
        """Give the groups that allow an action on a name, or on the data stream that it is behind.

        A name that ends with `::failures` is a failure store.
        """
        whole = name.removesuffix(FAILURES)
        return tuple(
            group
            for group in self.allowing(action, on_failures=whole != name)
            if self.covers(group, whole) or (stream is not None and self.covers(group, stream))
        )


@dataclass(frozen=True)
class Rights:
    """What all parties together allow: each of them must.

    Raises:
        InvalidPatternError: Elasticsearch refuses a pattern of names or fields in any of the permissions.
    """

    permissions: tuple[Permission, ...]

    def __post_init__(self) -> None:
        for permission in self.permissions:
            for group in permission.groups:
                Names.of(*group.patterns)
                for entry in group.entries:
                    if rule := entry.says.field_security:
                        Names.of(*rule.grant, *rule.except_)

    def allow_anywhere(self, action: str) -> bool:
        """Say whether each party allows an action on something."""
        return all(permission.allows_anywhere(action) for permission in self.permissions)

    def allow(self, action: str, name: str, stream: str | None = None) -> bool:
        """Say whether each party allows an action on a name, or on its data stream."""
        return all(permission.for_name(action, name, stream) for permission in self.permissions)

    def allow_on_cluster(self, action: str) -> bool:
        """Say whether each party allows an action of the cluster."""
        return all(cluster_grants(permission.cluster, action) for permission in self.permissions)


def is_explicit_denial(entries: Sequence[AnyEntry]) -> bool:
    """Say whether a role has a single entry, and that begins with the privilege `none`: it then has none."""
    return len(entries) == 1 and [first.lower() for first in entries[0].privileges[:1]] == ["none"]


def merged(entries: Iterable[Entry]) -> tuple[Group, ...]:
    """Merge entries on the same set of names; their order does not matter."""
    by_names: dict[tuple[tuple[str, ...], bool], list[Entry]] = {}
    for entry in entries:
        says = entry.says
        patterns = says.names if len(says.names) == 1 else tuple(sorted(set(says.names)))
        by_names.setdefault((patterns, says.allow_restricted_indices), []).append(entry)
    return tuple(_group(patterns, tuple(alike)) for (patterns, _), alike in by_names.items())


def _group(patterns: tuple[str, ...], entries: tuple[Entry, ...]) -> Group:
    rules = _alternatives([entry.says.field_security for entry in entries])
    return Group(
        patterns=patterns,
        privileges=frozenset(privilege for entry in entries for privilege in entry.says.privileges),
        queries=_alternatives([entry.says.query for entry in entries]),
        fields=_ALL if rules and grants_every_field(rules) else rules,
        allow_restricted_indices=entries[0].says.allow_restricted_indices,
        entries=entries,
    )


def _alternatives(bounds: Sequence[_Bound | None]) -> frozenset[_Bound]:
    """Give the bounds of which any is enough; none, which bounds nothing, if one entry has no bound."""
    return _ALL if None in bounds else frozenset(bound for bound in bounds if bound is not None)


_ALL: frozenset[Never] = frozenset()
"""Bounds nothing."""
