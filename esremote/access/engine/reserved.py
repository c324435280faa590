"""What every Elasticsearch has without being told: the role `superuser`, and names that are restricted."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from esremote.access.landscape.roles import IndicesEntry, RemoteClusterEntry, RemoteIndicesEntry, Role
from esremote.model.patterns import Names
from esremote.model.source import Source

if TYPE_CHECKING:
    from esremote.access.landscape.landscape import Cluster

_BUILT_IN = Source(address="built in")
_READ_ONLY = ("monitor", "read", "view_index_metadata", "read_cross_cluster")

SUPERUSER = Role(
    name="superuser",
    cluster=("all",),
    indices=(
        IndicesEntry(("*",), ("all",), source=_BUILT_IN),
        IndicesEntry(("*",), _READ_ONLY, allow_restricted_indices=True, source=_BUILT_IN),
    ),
    remote_indices=(
        RemoteIndicesEntry(("*",), ("*",), ("all",), source=_BUILT_IN),
        RemoteIndicesEntry(("*",), ("*",), _READ_ONLY, allow_restricted_indices=True, source=_BUILT_IN),
    ),
    remote_cluster=(RemoteClusterEntry(("*",), ("monitor_enrich", "monitor_stats"), source=_BUILT_IN),),
    run_as=("*",),
    source=_BUILT_IN,
)

RESTRICTED_INDICES = (
    ".apm-agent-configuration*",
    ".apm-custom-link*",
    ".async-search*",
    ".connector-secrets*",
    ".enrich-*",
    ".fleet-*",
    ".geoip_databases*",
    ".inference*",
    ".kibana_*",
    ".kibana",
    ".logstash*",
    ".ml-config*",
    ".ml-inference*",
    ".ml-meta*",
    ".reporting-*",
    ".secrets-inference*",
    ".security*",
    ".snapshot-blob-cache*",
    ".synonyms*",
    ".tasks*",
    ".transform-internal-*",
    ".triggered_watches*",
    ".watches*",
)
"""The names that an Elasticsearch with all its modules treats as restricted."""


def role_of(cluster: Cluster, name: str) -> Role | None:
    """Look up a role of a cluster by its name; None if there is none."""
    return cluster.role_by_name.get(name) or (SUPERUSER if name == SUPERUSER.name else None)


def restricted_names(cluster: Cluster) -> Names:
    """Give the restricted names of a cluster."""
    patterns = RESTRICTED_INDICES if cluster.restricted_indices is None else cluster.restricted_indices
    return _names(patterns)


@lru_cache(maxsize=64)
def _names(patterns: tuple[str, ...]) -> Names:
    return Names.of(*patterns)
