"""The API key model: what roles ask for over an alias, bounded by the cross-cluster API key.

The local cluster collects the `remote_indices` entries whose `clusters` match the alias and sends them along
with the request. The remote cluster builds one permission from these entries and another one from the key;
both must allow what is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.landscape.roles import IndicesEntry
from esremote.access.permissions.built_in import restricted_names
from esremote.access.permissions.permissions import (
    Entry,
    Party,
    Permission,
    Rights,
    is_explicit_denial,
    merged,
)
from esremote.access.permissions.requesters import requesters_by_alias
from esremote.model.roles.privileges import KEY_REPLICATION, KEY_SEARCH, remote_cluster_privileges

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from esremote.access.landscape.keys import CrossClusterApiKey
    from esremote.access.landscape.landscape import Cluster
    from esremote.access.landscape.roles import RemoteClusterEntry
    from esremote.access.permissions.requesters import Requester
    from esremote.access.permissions.subjects import Subject


def sent_permissions(subject: Subject, alias: str, local: Cluster, remote: Cluster) -> tuple[Permission, ...]:
    """Give the permissions that are sent along for an alias, one for each role set.

    Returns:
        no permissions at all if one of the role sets asks for nothing over the alias.
    """
    sent = []
    for role_set in subject.sets:
        requesters = requesters_by_alias(role_set.roles, (alias,)).get(alias, ())
        if not requesters:
            return ()
        sent.append(sent_permission(requesters, Party(local.name, role_set.what, role_set.source), remote))
    return tuple(sent)


def rights_over_key(sent: tuple[Permission, ...], key: CrossClusterApiKey, remote: Cluster) -> Rights:
    """Bound what is sent by the key."""
    return Rights((*sent, key_permission(key, remote)))


def sent_permission(requesters: Collection[Requester], party: Party, remote: Cluster) -> Permission:
    """Give the permission that the remote cluster builds from the entries of some roles.

    Args:
        requesters: the roles, with their entries for the alias.
        party: whose roles they are.
        remote: the cluster that decides.
    """
    entries = [entry for requester in requesters for entry in requester.remote_indices]
    cluster_entries = [entry for requester in requesters for entry in requester.remote_cluster]
    return Permission(
        party=party,
        groups=() if _are_explicit_denial(entries) else merged(entries),
        cluster=_cluster_privileges(cluster_entries, remote) if cluster_entries else frozenset(),
        version=remote.version,
        restricted=restricted_names(remote),
    )


def _cluster_privileges(entries: Iterable[RemoteClusterEntry], remote: Cluster) -> frozenset[str]:
    """Give the cluster privileges of some entries, without those that the remote cluster does not know."""
    asked = frozenset(privilege.lower() for entry in entries for privilege in entry.privileges)
    return asked & remote_cluster_privileges(remote.version)


def _are_explicit_denial(entries: list[Entry]) -> bool:
    """Say whether entries deny everything in the form in which they travel to the remote cluster.

    There, equal entries are one, and privileges are in alphabetical order.
    """
    if not entries or "none" not in map(str.lower, entries[0].says.privileges):
        return False
    sent = (
        IndicesEntry(
            tuple(sorted(entry.says.names)),
            tuple(sorted(entry.says.privileges)),
            entry.says.query,
            entry.says.field_security,
            entry.says.allow_restricted_indices,
        )
        for entry in entries
    )
    return is_explicit_denial(list(dict.fromkeys(sent)))


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
            "access.search",
            number,
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
            "access.replication",
            number,
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
