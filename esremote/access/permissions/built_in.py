"""What every cluster has although no facts list it: the role `superuser`, and restricted index names."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from esremote.access.landscape.roles import IndicesEntry, RemoteClusterEntry, RemoteIndicesEntry, Role
from esremote.model.patterns import Names
from esremote.model.roles import reserved
from esremote.model.source import Source

if TYPE_CHECKING:
    from esremote.access.landscape.landscape import Cluster

_BUILT_IN = Source(address="built in")
_READ_ONLY = ("monitor", "read", "view_index_metadata", "read_cross_cluster")

SUPERUSER = Role(
    name=reserved.SUPERUSER,
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


def role_of(cluster: Cluster, name: str) -> Role | None:
    """Look up a role of a cluster by its name.

    Returns:
        the role, None if the cluster has no such role.
    """
    return cluster.role_by_name.get(name) or (SUPERUSER if name == SUPERUSER.name else None)


def restricted_names(cluster: Cluster) -> Names:
    """Give the restricted names of a cluster."""
    patterns = cluster.restricted_indices
    return _names(reserved.restricted_indices(cluster.version) if patterns is None else patterns)


@lru_cache(maxsize=64)
def _names(patterns: tuple[str, ...]) -> Names:
    return Names.of(*patterns)
