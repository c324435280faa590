"""A connection together with the clusters at both of its ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from esremote.access.landscape.keys import CrossClusterApiKey
    from esremote.access.landscape.landscape import Cluster, Connection, Landscape


@dataclass(frozen=True, slots=True)
class ConnectedClusters:
    """Two clusters and the connection from one to the other.

    Args:
        local: the cluster that has the alias.
        connection: the connection.
        remote: the cluster that it leads to.
    """

    local: Cluster
    connection: Connection
    remote: Cluster

    @property
    def alias(self) -> str:
        """The alias of the remote cluster."""
        return self.connection.alias

    @property
    def key(self) -> CrossClusterApiKey | None:
        """The cross-cluster API key that bounds the connection, if it is known."""
        return self.remote.key_by_id.get(self.connection.cross_cluster_api_key or "")


def connected_clusters(landscape: Landscape) -> Iterator[ConnectedClusters]:
    """Yield every connection with its clusters.

    Raises:
        KeyError: a connection leads to a cluster that the landscape does not know.
    """
    for local in landscape.clusters:
        for connection in local.connections:
            yield connected_by(landscape, local, connection.alias)


def connected_by(landscape: Landscape, local: Cluster, alias: str) -> ConnectedClusters:
    """Find the clusters that an alias connects.

    Raises:
        KeyError: the landscape does not know the alias, or the cluster that it leads to.
    """
    connection = local.connection_by_alias[alias]
    return ConnectedClusters(local, connection, landscape.cluster_by_name[connection.remote_cluster])
