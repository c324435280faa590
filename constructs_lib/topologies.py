"""Patterns of whole fleets: who connects to whom, written once."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib._source import caller
from constructs_lib.role import Role, RoleReference
from esremote.model.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from constructs_lib.cluster import Cluster
    from constructs_lib.connection import Connection
    from constructs_lib.grants import Grant
    from esremote.model.connection.modes import Mode, Transport
    from esremote.model.connection.security import Security
    from esremote.model.keys.entries import FieldSecurity, JsonObject


class Topology(Construct):
    """A number of connections that are made, granted and looked at together. Each is named after its remote.

    Attributes:
        connections: in the order of the clusters.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - as every construct calls it
        pairs: Iterable[tuple[Cluster, Cluster]],
        *,
        security: Security,
        mode: Mode | None = None,
        skip_unavailable: bool | None = None,
        transport: Transport | None = None,
    ) -> None:
        super().__init__(scope, id)
        self.id = id
        self.source = caller()
        self.connections: tuple[Connection, ...] = tuple(
            local.connect_to(
                remote, security=security, mode=mode, skip_unavailable=skip_unavailable, transport=transport
            )
            for local, remote in pairs
        )
        for connection in self.connections:
            connection.part_of = id

    def grant_search(
        self,
        roles: Role | RoleReference | Sequence[Role | RoleReference],
        *,
        names: Sequence[str],
        query: str | JsonObject | None = None,
        field_security: FieldSecurity | None = None,
        allow_restricted_indices: bool = False,
    ) -> tuple[Grant, ...]:
        """Let the members of a role of each local cluster search the same indices of each remote.

        Args:
            roles: one role of each local cluster; one alone where there is one local cluster.
            names: index name patterns on the remotes.
            query: only documents that match this query.
            field_security: only these fields.
            allow_restricted_indices: system indices too; the keys must allow them as well.

        Raises:
            ConfigurationError: a local cluster has no role among them, or a role belongs to none.
        """
        return self._grant(
            roles,
            lambda connection, role: connection.grant_search(
                role,
                names=names,
                query=query,
                field_security=field_security,
                allow_restricted_indices=allow_restricted_indices,
            ),
        )

    def grant_replication(
        self,
        roles: Role | RoleReference | Sequence[Role | RoleReference],
        *,
        names: Sequence[str],
        followers: Sequence[str] = (),
    ) -> tuple[Grant, ...]:
        """Let the members of a role of each local cluster replicate the same indices of each remote."""
        return self._grant(
            roles,
            lambda connection, role: connection.grant_replication(role, names=names, followers=followers),
        )

    def grant_enrich(self, roles: Role | RoleReference | Sequence[Role | RoleReference]) -> tuple[Grant, ...]:
        """Let the members of a role of each local cluster use the enrich policies of each remote in ES|QL."""
        return self._grant(roles, lambda connection, role: connection.grant_enrich(role))

    def _grant(
        self,
        roles: Role | RoleReference | Sequence[Role | RoleReference],
        grant: Callable[[Connection, Role | RoleReference], Grant],
    ) -> tuple[Grant, ...]:
        by_cluster = self._by_cluster([roles] if isinstance(roles, Role | RoleReference) else roles)
        return tuple(grant(connection, by_cluster[connection.local]) for connection in self.connections)

    def _by_cluster(self, roles: Sequence[Role | RoleReference]) -> Mapping[Cluster, Role | RoleReference]:
        locals_ = {connection.local: None for connection in self.connections}
        by_cluster = {role.on: role for role in roles}
        missing = [cluster.name for cluster in locals_ if cluster not in by_cluster]
        foreign = [f"{role.name!r} of {role.on.name!r}" for role in roles if role.on not in locals_]
        if missing or foreign or len(by_cluster) != len(roles):
            raise ConfigurationError(
                f"{type(self).__name__}.grant.roles",
                "must have exactly one role of each local cluster"
                + (f", got none of {', '.join(map(repr, missing))}" if missing else "")
                + (f", got {', '.join(foreign)}, which connects to nothing here" if foreign else ""),
            )
        return by_cluster


class HubAndSpoke(Topology):
    """One cluster reads many.

    Example:
        logs = ApiKeySecurity(search=["logs-*"])
        search = HubAndSpoke(stack, "search", hub=frankfurt, spokes=[dublin, oregon], security=logs)
        search.grant_search(Role(frankfurt, "analyst"), names=["logs-*"])
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - as every construct calls it
        *,
        hub: Cluster,
        spokes: Sequence[Cluster],
        security: Security,
        mode: Mode | None = None,
        skip_unavailable: bool | None = None,
        transport: Transport | None = None,
    ) -> None:
        super().__init__(
            scope,
            id,
            ((hub, spoke) for spoke in _several("HubAndSpoke.spokes", spokes, 1)),
            security=security,
            mode=mode,
            skip_unavailable=skip_unavailable,
            transport=transport,
        )


class Mesh(Topology):
    """Every cluster reads every other one: n clusters have n·(n-1) connections.

    Example:
        mesh = Mesh(stack, "mesh", clusters=clusters, security=ApiKeySecurity(search=["logs-*"]))
        mesh.grant_search([Role(each, "analyst") for each in clusters], names=["logs-*"])
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - as every construct calls it
        *,
        clusters: Sequence[Cluster],
        security: Security,
        mode: Mode | None = None,
        skip_unavailable: bool | None = None,
        transport: Transport | None = None,
    ) -> None:
        super().__init__(
            scope,
            id,
            permutations(_several("Mesh.clusters", clusters, 2), 2),
            security=security,
            mode=mode,
            skip_unavailable=skip_unavailable,
            transport=transport,
        )


class TwoWay(Topology):
    """Two clusters read each other.

    Example:
        pair = TwoWay(stack, "pair", clusters=(frankfurt, dublin), security=ApiKeySecurity(search=["logs-*"]))
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - as every construct calls it
        *,
        clusters: tuple[Cluster, Cluster],
        security: Security,
        mode: Mode | None = None,
        skip_unavailable: bool | None = None,
        transport: Transport | None = None,
    ) -> None:
        super().__init__(
            scope,
            id,
            permutations(_several("TwoWay.clusters", clusters, 2), 2),
            security=security,
            mode=mode,
            skip_unavailable=skip_unavailable,
            transport=transport,
        )


def _several(path: str, clusters: Sequence[Cluster], least: int) -> tuple[Cluster, ...]:
    checked = tuple(clusters)
    if len(checked) < least:
        raise ConfigurationError(path, f"must have at least {least} clusters, got {len(checked)}")
    twice = {cluster.name for cluster in checked if checked.count(cluster) > 1}
    if twice:
        raise ConfigurationError(path, f"must name each cluster once, got {', '.join(sorted(twice))} twice")
    return checked
