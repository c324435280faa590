"""Grants: "members of this role can search that", written where the security model wants it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from constructs_lib.role import (
    IndexPrivileges,
    RemoteClusterPrivileges,
    RemoteIndexPrivileges,
    Role,
    RoleReference,
)
from esremote.model.errors import ConfigurationError
from esremote.model.patterns import Comparison, Relation, compare
from esremote.model.references import is_reference

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.connection import Connection
    from esremote.model.keys.entries import FieldSecurity, JsonObject


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

    @property
    def bounds(self) -> tuple[str, ...] | None:
        """Names that the connection's key allows for this kind of grant; None when no key bounds it."""
        access = self.connection.wiring.access
        if access is None or self.request.kind is GrantKind.ENRICH:
            return None
        entries = access.search if self.request.kind is GrantKind.SEARCH else access.replication
        return tuple(name for entry in entries for name in entry.names)

    @cached_property
    def reach(self) -> Mapping[str, Comparison]:
        """For each name that is asked for, how it lies to what the key allows; empty if no key bounds it.

        Names that only Terraform will know are left out.
        """
        bounds = self.bounds
        if bounds is None or any(map(is_reference, bounds)):
            return {}
        known = (name for name in self.request.names if not is_reference(name))
        return {name: compare([name], bounds) for name in known}

    @property
    def effective(self) -> tuple[str, ...]:
        """Patterns of what the members of the role reach in the end, as far as this program says.

        Nothing, if the grant is not applied. What key and role have in common, if a key bounds it. Exact: the
        intersection of sets of names, not of texts.
        """
        if not self.applied:
            return ()
        if self.request.kind is GrantKind.ENRICH:
            return ("enrich policies",)
        if self.bounds is None or len(self.reach) < len(self.request.names):
            return self.request.names
        return tuple(dict.fromkeys(name for reach in self.reach.values() for name in reach.common))

    def names_reaching(self, relation: Relation) -> tuple[str, ...]:
        """Return the names whose relation to the key is this one."""
        return tuple(name for name, reach in self.reach.items() if reach.relation is relation)

    def sentence(self, names: Sequence[str] | None = None) -> str:
        """Return the grant in words: `grant_search(analyst, names=['logs-*'])`."""
        listed = list(self.request.names if names is None else names)
        arguments = f", names={listed}" if listed else ""
        return f"grant_{self.request.kind.value}({self.role.name}{arguments})"

    def explain(self) -> str:
        """Return the steps from the grant to what it comes to, one on each line."""
        local, remote = self.connection.local.name, self.connection.remote.name
        lines = [f"{self.sentence()} over {local}/{self.connection.alias}  {self.source}"]
        lines += [f"  NOT APPLIED  {note}" for note in self.notes]
        if self.connection.wiring.grants_on_local:
            lines.append(f"  {local}: role {self.role.name} asks, in {_LOCAL_PLACE[self.request.kind]}")
        if self.connection.wiring.grants_on_remote:
            lines.append(f"  {remote}: role {self.role.name} allows, by the same name")
        for name, reach in self.reach.items():
            lines.append(f"  {remote}: the key answers {name!r}: {_answer(reach)}")
        lines.append(f"  = {', '.join(self.effective) or 'nothing'}")
        return "\n".join(lines)


_LOCAL_PLACE = {
    GrantKind.SEARCH: "remote_indices",
    GrantKind.REPLICATION: "remote_indices",
    GrantKind.ENRICH: "remote_cluster",
}


def _answer(reach: Comparison) -> str:
    match reach.relation:
        case Relation.WITHIN:
            return "all of it"
        case Relation.OVERLAPS:
            return f"only {', '.join(reach.common)}; not {reach.outside}, for example"
        case Relation.OUTSIDE:
            return "nothing"


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
