"""Grants: users with a role can search, replicate or enrich, with the privileges that this requires."""

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
    """What a grant allows the users with a role to do on the remote cluster."""

    SEARCH = "search"
    REPLICATION = "replication"
    ENRICH = "enrich"


@dataclass(frozen=True, kw_only=True)
class _Privileges:
    """Elasticsearch's privileges for one kind of grant.

    Attributes:
        remote_indices: of the role on the local cluster, in the API key model.
        remote_cluster: of the role on the local cluster, in the API key model.
        cluster: of the role on the local cluster, in either model.
        twin_indices: of the role with the same name on the remote cluster, in the TLS certificate model.
        twin_cluster: of the role with the same name on the remote cluster, in the TLS certificate model.
    """

    remote_indices: tuple[str, ...] = ()
    remote_cluster: tuple[str, ...] = ()
    cluster: tuple[str, ...] = ()
    twin_indices: tuple[str, ...] = ()
    twin_cluster: tuple[str, ...] = ()


# Source: Elastic docs, "Configure roles and users for remote clusters", for each security model.
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

# On the follower indices of the local cluster (the same page).
_FOLLOWER_PRIVILEGES = ("manage_follow_index", "monitor", "read", "write")

# No index has this name: the entry allows ES|QL as such and nothing else (elastic/elasticsearch#108734).
_NOTHING_TO_READ = IndexPrivileges(names=[""], privileges=["read"])


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a grant asks for: the arguments of the method that creates it."""

    kind: GrantKind
    names: tuple[str, ...] = ()
    query: str | JsonObject | None = None
    field_security: FieldSecurity | None = None
    allow_restricted_indices: bool = False
    followers: tuple[str, ...] = ()
    esql: bool = False


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A grant and what it amounts to. Created by the grant methods of `Connection` and of topologies.

    Attributes:
        connection: the connection over which the grant applies.
        role: the role whose users receive the grant.
        request: what the grant asks for.
        applied: whether Terraform writes everything that the grant requires.
        notes: why the grant is not applied, one sentence for each reason.
        source: the file and line of the user's program.

    Example:
        grant = connection.grant_search(analyst, names=["logs-app-*"])
        assert grant.effective == ("logs-app-*",)
    """

    connection: Connection = field(repr=False)
    role: Role | RoleReference
    request: Request
    applied: bool
    notes: tuple[str, ...] = ()
    source: str

    @property
    def bounds(self) -> tuple[str, ...] | None:
        """The names that the connection's key allows for this kind of grant; None if no key limits it."""
        access = self.connection.wiring.access
        if access is None or self.request.kind is GrantKind.ENRICH:
            return None
        entries = access.search if self.request.kind is GrantKind.SEARCH else access.replication
        return tuple(name for entry in entries for name in entry.names)

    @cached_property
    def reach(self) -> Mapping[str, Comparison]:
        """How each requested name compares to the names that the key allows; empty if no key limits it.

        Names that are known only to Terraform are left out.
        """
        bounds = self.bounds
        if bounds is None or any(map(is_reference, bounds)):
            return {}
        known = (name for name in self.request.names if not is_reference(name))
        return {name: compare([name], bounds) for name in known}

    @property
    def effective(self) -> tuple[str, ...]:
        """The index name patterns that users with the role can reach, as far as this program defines them.

        Empty if the grant is not applied. If a key limits the grant, the exact intersection of the names that
        the key and the grant match.
        """
        if not self.applied:
            return ()
        if self.request.kind is GrantKind.ENRICH:
            return ("enrich policies",)
        if self.bounds is None or len(self.reach) < len(self.request.names):
            return self.request.names
        return tuple(dict.fromkeys(name for reach in self.reach.values() for name in reach.common))

    def names_reaching(self, relation: Relation) -> tuple[str, ...]:
        """Return the requested names that have this relation to the names that the key allows."""
        return tuple(name for name, reach in self.reach.items() if reach.relation is relation)

    def sentence(self, names: Sequence[str] | None = None) -> str:
        """Return the grant as a call, such as `grant_search(analyst, names=['logs-*'])`."""
        listed = list(self.request.names if names is None else names)
        arguments = (f", names={listed}" if listed else "") + (", esql=True" if self.request.esql else "")
        return f"grant_{self.request.kind.value}({self.role.name}{arguments})"

    def explain(self) -> str:
        """Return the steps from the grant to what it amounts to, one step on each line."""
        local, remote = self.connection.local.name, self.connection.remote.name
        lines = [f"{self.sentence()} over {local}/{self.connection.alias}  {self.source}"]
        lines += [f"  NOT APPLIED  {note}" for note in self.notes]
        if self.connection.wiring.grants_on_local:
            lines.append(f"  {local}: role {self.role.name} asks, in {_LOCAL_PLACE[self.request.kind]}")
        if self.connection.wiring.grants_on_remote:
            lines.append(f"  {remote}: role {self.role.name}, which has the same name, allows it")
        for name, reach in self.reach.items():
            lines.append(f"  {remote}: of {name!r}, the key allows {_answer(reach)}")
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
            return f"only {', '.join(reach.common)}, but not {reach.outside}, for example"
        case Relation.OUTSIDE:
            return "nothing"


def grant(connection: Connection, role: Role | RoleReference, request: Request, source: str) -> Grant:
    """Add the privileges for a grant to the roles of both clusters, as far as they are managed here.

    Raises:
        ConfigurationError: the role belongs to another cluster.
    """
    if role.on is not connection.local:
        raise ConfigurationError(
            f"grant_{request.kind.value}.role",
            f"must be a role of the local cluster {connection.local.name!r}, "
            f"got {role.name!r} of {role.on.name!r}",
        )
    privileges = _PRIVILEGES[request.kind]
    notes: list[str] = []
    if connection.wiring.grants_on_local or privileges.cluster or request.esql:
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
    if request.esql:
        role.add_indices(_NOTHING_TO_READ, source)
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
        return [
            f"{role.name!r} is reserved on {remote.name!r} too, so its privileges there cannot be changed"
        ]
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
