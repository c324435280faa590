"""What is known about resources apart from their attributes: the Python line, the cluster, the key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from esremote.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.access.landscape.landscape import Landscape


def aliases_of(landscape: Landscape) -> dict[tuple[str, str], str]:
    """Say which cluster each alias of a landscape leads to, by local cluster and alias."""
    return {
        (cluster.name, connection.alias): connection.remote_cluster
        for cluster in landscape.clusters
        for connection in cluster.connections
    }


@dataclass(frozen=True, slots=True)
class Provenance:
    """Facts about resources, by their addresses.

    Attributes:
        sources: where a resource or one of its entries is written: `esremote_role.a`,
            `esremote_role.a.remote_indices[0]`.
        remote_clusters: the cluster that a connection leads to, if none of its attributes names it.
        models: the security model of a connection, if its attributes do not determine it.
        key_access: what a key that was created elsewhere allows, by the connection that uses it.
        key_addresses: the key resources whose secret a connection uses; several if it is not known which.
        aliases: the cluster that an alias leads to, by local cluster and alias, as facts say.
        clusters: the cluster that a resource of another provider is on.
    """

    sources: Mapping[str, Source] = field(default_factory=dict)
    remote_clusters: Mapping[str, str] = field(default_factory=dict)
    models: Mapping[str, str] = field(default_factory=dict)
    key_access: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    key_addresses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: Mapping[tuple[str, str], str] = field(default_factory=dict)
    clusters: Mapping[str, str] = field(default_factory=dict)

    def leads_to(self, local_cluster: str, alias: str) -> str:
        """Name the cluster that an alias leads to; without facts, by the alias itself.

        >>> Provenance(aliases={("frankfurt", "ie"): "dublin"}).leads_to("frankfurt", "ie")
        'dublin'
        """
        return self.aliases.get((local_cluster, alias), alias)

    def of(self, path: str, address: str) -> Source:
        """Return the closest known source of an attribute path of a resource.

        >>> known = Provenance({"esremote_role.a": Source("stacks/search.py", 21)})
        >>> known.of("esremote_role.a.remote_indices[0]", "esremote_role.a").line
        21
        """
        while path:
            if path in self.sources:
                written = self.sources[path]
                return Source(written.file, written.line, address)
            path = path.rpartition(".")[0] if len(path) > len(address) else ""
        return Source(address=address)
