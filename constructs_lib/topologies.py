"""Topologies: many connections between clusters, defined together."""

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
    """A set of connections with the same settings. The alias of each is the name of its remote cluster.

    Args:
        scope: a stack, or a construct in a stack.
        id: the id of the topology, which findings about all its connections refer to.
        pairs: the local and the remote cluster of each connection.
        security: see `Cluster.connect_to`.
        mode: see `Cluster.connect_to`.
        skip_unavailable: see `Cluster.connect_to`.
        transport: see `Cluster.connect_to`.

    Attributes:
        connections: the connections, in the order of the clusters.

    Raises:
        ConfigurationError: a connection is not possible, see `Cluster.connect_to`.

    Example:
        logs = ApiKeySecurity(search=["logs-*"])
        chain = Topology(stack, "chain", [(frankfurt, dublin), (dublin, oregon)], security=logs)
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
        esql: bool = False,
    ) -> tuple[Grant, ...]:
        """Allow users with a role of each local cluster to search the same indices of each remote cluster.

        Args:
            roles: one role of each local cluster, or a single role if there is only one local cluster.
            names: index name patterns on the remote clusters.
            query: a query in the Query DSL; only documents that match it can be read.
            field_security: the fields that can be read.
            allow_restricted_indices: whether `names` also match system indices. The keys must allow this too.
            esql: whether to allow ES|QL and `_msearch` as well. Elasticsearch requires `read` on an index of
                the local cluster for them, even if they only ask other clusters: the role receives it on the
                name `""`, which no index has.

        Returns:
            The grant over each connection, in the order of `connections`.

        Raises:
            ConfigurationError: there is not exactly one role for each local cluster.
        """
        return self._grant(
            roles,
            lambda connection, role: connection.grant_search(
                role,
                names=names,
                query=query,
                field_security=field_security,
                allow_restricted_indices=allow_restricted_indices,
                esql=esql,
            ),
        )

    def grant_replication(
        self,
        roles: Role | RoleReference | Sequence[Role | RoleReference],
        *,
        names: Sequence[str],
        followers: Sequence[str] = (),
    ) -> tuple[Grant, ...]:
        """Allow users with a role of each local cluster to replicate the same indices of each remote cluster.

        Args:
            roles: one role of each local cluster, or a single role if there is only one local cluster.
            names: name patterns of leader indices on the remote clusters.
            followers: name patterns of follower indices on the local clusters.

        Returns:
            The grant over each connection, in the order of `connections`.

        Raises:
            ConfigurationError: there is not exactly one role for each local cluster.
        """
        return self._grant(
            roles,
            lambda connection, role: connection.grant_replication(role, names=names, followers=followers),
        )

    def grant_enrich(self, roles: Role | RoleReference | Sequence[Role | RoleReference]) -> tuple[Grant, ...]:
        """Allow users with a role of each local cluster to use enrich policies of each remote in ES|QL.

        Args:
            roles: one role of each local cluster, or a single role if there is only one local cluster.

        Returns:
            The grant over each connection, in the order of `connections`.

        Raises:
            ConfigurationError: there is not exactly one role for each local cluster.
        """
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
                "must contain exactly one role of each local cluster"
                + (f", got none of {', '.join(map(repr, missing))}" if missing else "")
                + (f", got {', '.join(foreign)}, which is no local cluster here" if foreign else ""),
            )
        return by_cluster


class HubAndSpoke(Topology):
    """One local cluster, the hub, reads many remote clusters, the spokes.

    Args:
        scope: a stack, or a construct in a stack.
        id: the id of the topology.
        hub: the local cluster.
        spokes: the remote clusters, at least one.
        security: see `Cluster.connect_to`. This and the remaining arguments apply to all connections.
        mode: see `Cluster.connect_to`.
        skip_unavailable: see `Cluster.connect_to`.
        transport: see `Cluster.connect_to`.

    Raises:
        ConfigurationError: a connection is not possible, see `Cluster.connect_to`.

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
    """Every cluster reads every other cluster: n clusters have n·(n-1) connections.

    Args:
        scope: a stack, or a construct in a stack.
        id: the id of the topology.
        clusters: the clusters, at least two.
        security: see `Cluster.connect_to`. This and the remaining arguments apply to all connections.
        mode: see `Cluster.connect_to`.
        skip_unavailable: see `Cluster.connect_to`.
        transport: see `Cluster.connect_to`.

    Raises:
        ConfigurationError: a connection is not possible, see `Cluster.connect_to`.

    Example:
        mesh = Mesh(stack, "mesh", clusters=clusters, security=ApiKeySecurity(search=["logs-*"]))
        mesh.grant_search([Role(cluster, "analyst") for cluster in clusters], names=["logs-*"])
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

    Args:
        scope: a stack, or a construct in a stack.
        id: the id of the topology.
        clusters: the two clusters.
        security: see `Cluster.connect_to`. This and the remaining arguments apply to both connections.
        mode: see `Cluster.connect_to`.
        skip_unavailable: see `Cluster.connect_to`.
        transport: see `Cluster.connect_to`.

    Raises:
        ConfigurationError: a connection is not possible, see `Cluster.connect_to`.

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
        raise ConfigurationError(path, f"must contain at least {least} clusters, got {len(checked)}")
    twice = {cluster.name for cluster in checked if checked.count(cluster) > 1}
    if twice:
        raise ConfigurationError(
            path, f"must contain each cluster only once, got {', '.join(sorted(twice))} twice"
        )
    return checked
