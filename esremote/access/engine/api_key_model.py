"""The API key model: what the role asks for over this alias, bounded by the cross-cluster API key.

The local cluster collects the `remote_indices` entries whose `clusters` match the alias and sends them
along. The remote cluster builds a permission from them, and another one from the key; both must allow what
is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.engine.permissions import Entry, Party, Permission, Rights, is_explicit_denial, merged
from esremote.access.engine.reserved import restricted_names
from esremote.access.landscape.roles import IndicesEntry, RemoteIndicesEntry, Role
from esremote.model.patterns import Names
from esremote.model.roles.privileges import KEY_REPLICATION, KEY_SEARCH, remote_cluster_privileges

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from esremote.access.engine.subjects import RoleSet, Subject
    from esremote.access.landscape.keys import CrossClusterApiKey
    from esremote.access.landscape.landscape import Cluster


def sent_permissions(subject: Subject, alias: str, local: Cluster, remote: Cluster) -> tuple[Permission, ...]:
    """Give what is sent along for an alias: a permission for each role set, nothing if one is empty."""
    if not all(_asks(role_set, alias) for role_set in subject.sets):
        return ()
    return tuple(_sent(role_set, alias, local, remote) for role_set in subject.sets)


def rights_over_key(sent: tuple[Permission, ...], key: CrossClusterApiKey, remote: Cluster) -> Rights:
    """Bound what was sent by the key."""
    return Rights((*sent, key_permission(key, remote)))


def _asks(role_set: RoleSet, alias: str) -> bool:
    return any(
        next(_entries(role, alias), None) is not None
        or any(alias in Names.of(*entry.clusters) for entry in role.remote_cluster)
        for role in role_set.roles
    )


def _sent(role_set: RoleSet, alias: str, local: Cluster, remote: Cluster) -> Permission:
    entries = [entry for role in role_set.roles for entry in _entries(role, alias)]
    if is_explicit_denial(as_sent(entry.says for entry in entries)):
        entries = []
    asked = {
        privilege.lower()
        for role in role_set.roles
        for entry in role.remote_cluster
        if alias in Names.of(*entry.clusters)
        for privilege in entry.privileges
    }
    return Permission(
        party=Party(local.name, role_set.what, role_set.source),
        groups=merged(entries),
        cluster=frozenset(asked) & remote_cluster_privileges(remote.version),
        version=remote.version,
        restricted=restricted_names(remote),
    )


def _entries(role: Role, alias: str) -> Iterator[Entry]:
    if is_explicit_denial(role.remote_indices):
        return
    for number, entry in enumerate(role.remote_indices):
        if alias in Names.of(*entry.clusters):
            yield Entry(_without_clusters(entry), f"role {role.name}", f"remote_indices[{number}]")


def _without_clusters(entry: RemoteIndicesEntry) -> IndicesEntry:
    return IndicesEntry(
        entry.names,
        entry.privileges,
        entry.query,
        entry.field_security,
        entry.allow_restricted_indices,
        entry.source,
    )


def as_sent(entries: Iterable[IndicesEntry | RemoteIndicesEntry]) -> list[IndicesEntry]:
    """Give entries as they travel to the remote cluster: each once, its privileges in alphabetical order."""
    sent = (
        IndicesEntry(
            tuple(sorted(entry.names)),
            tuple(sorted(entry.privileges)),
            entry.query,
            entry.field_security,
            entry.allow_restricted_indices,
        )
        for entry in entries
    )
    return list(dict.fromkeys(sent))


def key_permission(key: CrossClusterApiKey, remote: Cluster) -> Permission:
    """Give what a cross-cluster API key allows on its cluster."""
    what = f"cross-cluster API key {key.name or key.id}"
    search = [
        Entry(
            IndicesEntry(
                access.names,
                KEY_SEARCH,
                access.query,
                access.field_security,
                access.allow_restricted_indices,
                access.source,
            ),
            what,
            f"access.search[{number}]",
        )
        for number, access in enumerate(key.search)
    ]
    replication = [
        Entry(
            IndicesEntry(
                access.names,
                KEY_REPLICATION,
                allow_restricted_indices=access.allow_restricted_indices,
                source=access.source,
            ),
            what,
            f"access.replication[{number}]",
        )
        for number, access in enumerate(key.replication)
    ]
    return Permission(
        party=Party(remote.name, what, key.source, is_key=True),
        groups=merged((*search, *replication)),
        cluster=frozenset({"monitor_enrich", "monitor_stats"} if key.search else ()),
        version=remote.version,
        restricted=restricted_names(remote),
    )
