"""The TLS certificate model, and a cluster's own indices: permissions from the `indices` of roles.

The remote cluster trusts the local one to say which user asks with which roles, and looks the roles up by
name among its own. A role that it does not have grants nothing; its own anonymous roles are added. A REST API
key is different: its role descriptors travel with the request, and nothing is looked up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.landscape.built_in_roles import role_of
from esremote.access.permissions.built_in import restricted_names
from esremote.access.permissions.permissions import (
    Entry,
    Party,
    Permission,
    Rights,
    is_explicit_denial,
    merged,
)
from esremote.access.permissions.subjects import RoleSet, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from esremote.access.landscape.landscape import Cluster
    from esremote.access.landscape.roles import Role


def rights_on(subject: Subject, cluster: Cluster) -> Rights:
    """Give what a subject may do on a cluster by the `indices` of its roles."""
    return Rights(tuple(permission_on(role_set, cluster) for role_set in subject.sets))


def seen_from(subject: Subject, remote: Cluster) -> Subject:
    """Give the subject as a remote cluster sees it: with its own roles of the same names."""
    return Subject(subject.name, tuple(_looked_up(role_set, remote) for role_set in subject.sets))


def _looked_up(role_set: RoleSet, remote: Cluster) -> RoleSet:
    if not role_set.looked_up:
        return role_set
    names = dict.fromkeys((*role_set.names, *remote.anonymous_roles))
    found = tuple(role for name in names if (role := role_of(remote, name)) is not None)
    return RoleSet(role_set.what, role_set.names, found, looked_up=True, source=role_set.source)


def permission_on(role_set: RoleSet, cluster: Cluster) -> Permission:
    """Give what a set of roles allows on a cluster."""
    return Permission(
        party=Party(cluster.name, role_set.what, role_set.source),
        groups=merged(_entries(role_set.roles)),
        cluster=frozenset(privilege for role in role_set.roles for privilege in role.cluster),
        version=cluster.version,
        restricted=restricted_names(cluster),
    )


def _entries(roles: Iterable[Role]) -> Iterator[Entry]:
    for role in roles:
        if not is_explicit_denial(role.indices):
            for number, says in enumerate(role.indices):
                yield Entry(says, f"role {role.name}", "indices", number)
