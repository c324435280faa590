"""Combines landscapes from several sources, each of which knows a part."""

from __future__ import annotations

from esremote.access.landscape.landscape import Cluster, Landscape
from esremote.model.releases.versions import ASSUMED


def bare(name: str) -> Cluster:
    """Return a cluster of which only the name is known."""
    return Cluster(name=name, version=ASSUMED)


def merge(first: Landscape, second: Landscape) -> Landscape:
    """Combine two landscapes. If both describe something of the same name, the second takes precedence."""
    merged = dict(first.cluster_by_name)
    for cluster in second.clusters:
        known = merged.get(cluster.name)
        merged[cluster.name] = _merge_clusters(known, cluster) if known else cluster
    return Landscape(tuple(merged.values()))


def _merge_clusters(first: Cluster, second: Cluster) -> Cluster:
    plain = bare(first.name)
    return Cluster(
        name=first.name,
        version=second.version if second.version != plain.version else first.version,
        license=second.license if second.license != plain.license else first.license,
        whole=first.whole | second.whole,
        roles=tuple({**first.role_by_name, **second.role_by_name}.values()),
        users=tuple({**first.user_by_name, **second.user_by_name}.values()),
        cross_cluster_api_keys=tuple({**first.key_by_id, **second.key_by_id}.values()),
        connections=tuple({**first.connection_by_alias, **second.connection_by_alias}.values()),
        indices=first.indices if second.indices is None else second.indices,
        aliases=second.aliases or first.aliases,
        data_streams=second.data_streams or first.data_streams,
        anonymous_roles=second.anonymous_roles or first.anonymous_roles,
        restricted_indices=first.restricted_indices
        if second.restricted_indices is None
        else second.restricted_indices,
        source=second.source if str(second.source) else first.source,
    )
