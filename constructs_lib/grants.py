"""Grants: "members of this role can search that", written where the security model wants it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from constructs_lib.role import (
    IndexPrivileges,
    RemoteClusterPrivileges,
    RemoteIndexPrivileges,
    Role,
    RoleReference,
)
from esremote.model.errors import ConfigurationError

if TYPE_CHECKING:
    from constructs_lib.connection import Connection
    from esremote.model.security import FieldSecurity, JsonObject


class GrantKind(Enum):
    """What a grant lets the members of a role do on the remote."""

    SEARCH = "search"
    REPLICATION = "replication"
    ENRICH = "enrich"


@dataclass(frozen=True, kw_only=True)
class _Privileges:
    """Elasticsearch's privileges for one kind of grant.

    Attributes:
        remote_indices: on the local role, with API keys.
        remote_cluster: on the local role, with API keys.
        cluster: on the local role, with either model.
        twin_indices: on the remote's role of the same name, with certificates.
        twin_cluster: on the remote's role of the same name, with certificates.
    """

    remote_indices: tuple[str, ...] = ()
    remote_cluster: tuple[str, ...] = ()
    cluster: tuple[str, ...] = ()
    twin_indices: tuple[str, ...] = ()
    twin_cluster: tuple[str, ...] = ()


# Elastic docs, "Configure roles and users for remote clusters", for either security model.
_PRIVILEGES = {
    GrantKind.SEARCH: _Privileges(
        remote_indices=("read", "read_cross_cluster", "view_index_metadata"),
        twin_indices=("read", "read_cross_cluster", "view_index_metadata"),
    ),
    GrantKind.REPLICATION: _Privileges(
        remote_indices=("cross_cluster_replication",),
        cluster=("manage_ccr",),
        twin_indices=("monitor", "read"),
        twin_cluster=("read_ccr",),
    ),
    GrantKind.ENRICH: _Privileges(remote_cluster=("monitor_enrich",), twin_cluster=("monitor_enrich",)),
}

# On the local indices that follow remote ones (the same page).
_FOLLOWER_PRIVILEGES = ("manage_follow_index", "monitor", "read", "write")


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a grant asks for."""

    kind: GrantKind
    names: tuple[str, ...] = ()
    query: str | JsonObject | None = None
    field_security: FieldSecurity | None = None
    allow_restricted_indices: bool = False
    followers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What became of a grant.

    Attributes:
        connection: over which it goes.
        role: to whose members.
        request: what was asked for.
        applied: whether Terraform writes everything that the grant needs.
        notes: why it is not applied, one sentence each.
        source: file and line of the user's program.
    """

    connection: Connection = field(repr=False)
    role: Role | RoleReference
    request: Request
    applied: bool
    notes: tuple[str, ...] = ()
    source: str


def grant(connection: Connection, role: Role | RoleReference, request: Request, source: str) -> Grant:
    """Write a grant into the roles of both sides, as far as they are ours.

    Raises:
        ConfigurationError: the role is another cluster's.
    """
    if role.on is not connection.local:
        raise ConfigurationError(
            f"grant_{request.kind.value}.role",
            f"must be a role of the local cluster {connection.local.name!r}, "
            f"got {role.name!r} of {role.on.name!r}",
        )
    privileges = _PRIVILEGES[request.kind]
    notes: list[str] = []
    if connection.wiring.grants_on_local or privileges.cluster:
        notes += _write_local(connection, role, request, privileges, source)
    if connection.wiring.grants_on_remote:
        notes += _write_remote(connection, role, request, privileges, source)
    return Grant(
        connection=connection,
        role=role,
        request=request,
        applied=not notes,
        notes=tuple(notes),
        source=source,
    )


def _write_local(
    connection: Connection, role: Role | RoleReference, request: Request, privileges: _Privileges, source: str
) -> list[str]:
    if isinstance(role, RoleReference):
        return [role.why_not_changed]
    role.add_cluster(privileges.cluster)
    if request.followers:
        role.add_indices(IndexPrivileges(names=request.followers, privileges=_FOLLOWER_PRIVILEGES), source)
    if not connection.wiring.grants_on_local:
        return []
    if privileges.remote_indices:
        role.add_remote_indices(
            RemoteIndexPrivileges(
                clusters=[connection.alias],
                names=request.names,
                privileges=privileges.remote_indices,
                query=request.query,
                field_security=request.field_security,
                allow_restricted_indices=request.allow_restricted_indices,
            ),
            source,
        )
    if privileges.remote_cluster:
        role.add_remote_cluster(
            RemoteClusterPrivileges(clusters=[connection.alias], privileges=privileges.remote_cluster), source
        )
    return []


def _write_remote(
    connection: Connection, role: Role | RoleReference, request: Request, privileges: _Privileges, source: str
) -> list[str]:
    remote = connection.remote
    if isinstance(role, RoleReference) and role.reserved:
        return [f"{role.name!r} is reserved on {remote.name!r} too, so it keeps the privileges it has there"]
    if not remote.managed:
        return [f"cluster {remote.name!r} is not managed here, so its role {role.name!r} cannot be written"]
    twin = remote.role_twin(role.name)
    twin.add_cluster(privileges.twin_cluster)
    if privileges.twin_indices:
        twin.add_indices(
            IndexPrivileges(
                names=request.names,
                privileges=privileges.twin_indices,
                query=request.query,
                field_security=request.field_security,
                allow_restricted_indices=request.allow_restricted_indices,
            ),
            source,
        )
    return []
