"""Landscapes put together from several places that each know a part."""

from __future__ import annotations

from esremote.access.landscape.landscape import Cluster, Landscape
from esremote.model.releases.versions import ASSUMED


def bare(name: str) -> Cluster:
    """Give a cluster of which only the name is known."""
    return Cluster(name=name, version=ASSUMED)


def merge(one: Landscape, other: Landscape) -> Landscape:
    """Put two landscapes together; where both know something of the same name, the second counts."""
    merged = dict(one.cluster_by_name)
    for cluster in other.clusters:
        known = merged.get(cluster.name)
        merged[cluster.name] = _merge_clusters(known, cluster) if known else cluster
    return Landscape(tuple(merged.values()))


def _merge_clusters(one: Cluster, other: Cluster) -> Cluster:
    plain = bare(one.name)
    return Cluster(
        name=one.name,
        version=other.version if other.version != plain.version else one.version,
        license=other.license if other.license != plain.license else one.license,
        roles=tuple({**one.role_by_name, **other.role_by_name}.values()),
        users=tuple({**one.user_by_name, **other.user_by_name}.values()),
        cross_cluster_api_keys=tuple({**one.key_by_id, **other.key_by_id}.values()),
        connections=tuple({**one.connection_by_alias, **other.connection_by_alias}.values()),
        indices=one.indices if other.indices is None else other.indices,
        aliases=other.aliases or one.aliases,
        data_streams=other.data_streams or one.data_streams,
        anonymous_roles=other.anonymous_roles or one.anonymous_roles,
        restricted_indices=one.restricted_indices
        if other.restricted_indices is None
        else other.restricted_indices,
        source=other.source if str(other.source) else one.source,
    )
