"""Permissions as the server builds them: entries on the same names become one group, any group is enough.

The merging is not a detail. Of two entries on the same set of names, one without a query lifts the other's
document- and field-level security even if its privileges would not let anything be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from esremote.access.decision.filters import grants_every_field
from esremote.model.patterns import Names
from esremote.model.roles.privileges import cluster_grants, grants
from esremote.model.source import NOWHERE, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from esremote.access.landscape.roles import FieldSecurity, IndicesEntry, RemoteIndicesEntry
    from esremote.model.releases.versions import Version


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a role or key, and where it is written.

    Args:
        says: the entry.
        owner: whose it is, such as `role analyst`.
        place: which of the owner's entries, such as `remote_indices[0]`.
    """

    says: IndicesEntry
    owner: str
    place: str

    @property
    def source(self) -> Source:
        """Where the entry is written."""
        return self.says.source

    @property
    def of_key(self) -> bool:
        """Whether it is an entry of a cross-cluster API key, whose privileges nobody writes."""
        return self.place.startswith("access.")


@dataclass(frozen=True)
class Group:
    """Entries on the same set of names, merged.

    Args:
        names: what the group covers.
        privileges: all their index privileges.
        queries: the documents that can be seen: those that match any; empty means every document.
        fields: the fields that can be seen: those that any grants; empty means every field.
        allow_restricted_indices: whether restricted names are covered as well.
        entries: the entries it came from.
    """

    names: Names
    privileges: frozenset[str]
    queries: frozenset[str]
    fields: frozenset[FieldSecurity]
    allow_restricted_indices: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """One who has a say: the roles of a user, the owner of a REST key, a cross-cluster key."""

    cluster: str
    what: str
    source: Source = NOWHERE
    is_key: bool = False


@dataclass(frozen=True)
class Permission:
    """What one party allows on one cluster.

    Args:
        party: who that is.
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
    def _allowing(self) -> dict[str, tuple[Group, ...]]:
        return {}

    def allowing(self, action: str) -> tuple[Group, ...]:
        """Give the groups that allow an action on whatever they cover."""
        known = self._allowing.get(action)
        if known is None:
            known = tuple(g for g in self.groups if grants(g.privileges, action, self.version))
            self._allowing[action] = known
        return known

    def covers(self, group: Group, name: str) -> bool:
        """Say whether a group of this permission covers a name."""
        return name in group.names and (group.allow_restricted_indices or name not in self.restricted)

    def names_of(self, group: Group) -> Names:
        """Give the names that a group of this permission covers."""
        return group.names if group.allow_restricted_indices else group.names.sparing(self.restricted)

    def for_name(self, action: str, name: str, stream: str | None = None) -> tuple[Group, ...]:
        """Give the groups that allow an action on a name, or on the data stream that it is behind."""
        return tuple(
            group
            for group in self.allowing(action)
            if self.covers(group, name) or (stream is not None and self.covers(group, stream))
        )


@dataclass(frozen=True)
class Rights:
    """What all parties together allow: each of them must."""

    permissions: tuple[Permission, ...]

    def allow_anywhere(self, action: str) -> bool:
        """Say whether each party allows an action on something."""
        return all(permission.allowing(action) for permission in self.permissions)

    def allow(self, action: str, name: str, stream: str | None = None) -> bool:
        """Say whether each party allows an action on a name, or on its data stream."""
        return all(permission.for_name(action, name, stream) for permission in self.permissions)

    def allow_on_cluster(self, action: str) -> bool:
        """Say whether each party allows an action of the cluster."""
        return all(cluster_grants(permission.cluster, action) for permission in self.permissions)


def is_explicit_denial(entries: Sequence[IndicesEntry | RemoteIndicesEntry]) -> bool:
    """Say whether the entries of one role are a single one that begins with `none`: then there are none."""
    return len(entries) == 1 and [first.lower() for first in entries[0].privileges[:1]] == ["none"]


def merged(entries: Iterable[Entry]) -> tuple[Group, ...]:
    """Merge entries on the same set of names, in whatever order they are written."""
    by_names: dict[tuple[frozenset[str], bool], list[Entry]] = {}
    for entry in entries:
        key = (frozenset(entry.says.names), entry.says.allow_restricted_indices)
        by_names.setdefault(key, []).append(entry)
    return tuple(_group(names, tuple(some)) for (names, _), some in by_names.items())


def _group(names: frozenset[str], entries: tuple[Entry, ...]) -> Group:
    queries = {entry.says.query for entry in entries}
    fields = frozenset(entry.says.field_security for entry in entries)
    rules = frozenset(rule for rule in fields if rule is not None)
    return Group(
        names=Names.of(*sorted(names)),
        privileges=frozenset(privilege for entry in entries for privilege in entry.says.privileges),
        queries=frozenset()
        if None in queries
        else frozenset(query for query in queries if query is not None),
        fields=frozenset() if None in fields or grants_every_field(rules) else rules,
        allow_restricted_indices=entries[0].says.allow_restricted_indices,
        entries=entries,
    )
