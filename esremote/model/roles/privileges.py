"""Index and cluster privileges by name, as far as they decide what can be read over a remote cluster.

The tables are those of `IndexPrivilege` and `ClusterPrivilegeResolver` in Elasticsearch 8.19.21 and 9.5.3,
without the actions that change something.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from esremote.model.patterns import Names
from esremote.model.releases.features import Feature

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from esremote.model.releases.versions import Version

SEARCH = "indices:data/read/search"
SEARCH_SHARD = "indices:data/read/search[phase/query]"
SEARCH_SHARDS = "indices:admin/search/search_shards"
CLUSTER_SEARCH_SHARDS = "indices:admin/shards/search_shards"
FIELD_CAPS = "indices:data/read/field_caps"
RESOLVE_INDEX = "indices:admin/resolve/index"
RESOLVE_CLUSTER = "indices:admin/resolve/cluster"
OPEN_POINT_IN_TIME = "indices:data/read/open_point_in_time"
OPEN_READER = "indices:data/read/open_reader_context"
TERMS_ENUM = "indices:data/read/xpack/termsenum/list"
ESQL = "indices:data/read/esql/search_shards"
LOCAL_ESQL = "indices:data/read/esql"
MSEARCH = "indices:data/read/msearch"
SHARD_CHANGES = "indices:data/read/xpack/ccr/shard_changes"
STATS = "indices:monitor/stats"
ENRICH_POLICY = "cluster:monitor/xpack/enrich/esql/resolve_policy"

_READ = ("indices:data/read/*", RESOLVE_INDEX, RESOLVE_CLUSTER)
_CROSS_CLUSTER = (
    "internal:transport/proxy/indices:data/read/*",
    CLUSTER_SEARCH_SHARDS,
    SEARCH_SHARDS,
)
_FIELD_CAPS = (f"{FIELD_CAPS}*", "indices:data/read/xpack/rollup/get/index/caps*")

_INDEX_PRIVILEGES: dict[str, tuple[str, ...]] = {
    "all": ("indices:*", "internal:transport/proxy/indices:*"),
    "read": (*_READ, *_CROSS_CLUSTER),
    "read_cross_cluster": (
        *_CROSS_CLUSTER,
        RESOLVE_CLUSTER,
        "indices:data/read/esql",
        "indices:data/read/esql/compute",
    ),
    "view_index_metadata": (
        "indices:admin/aliases/get",
        "indices:admin/get",
        "indices:admin/mappings/fields/get*",
        "indices:admin/mappings/get",
        CLUSTER_SEARCH_SHARDS,
        SEARCH_SHARDS,
        "indices:admin/validate/query*",
        "indices:monitor/settings/get",
        "indices:admin/ilm/explain",
        "indices:admin/data_stream/get",
        RESOLVE_INDEX,
        RESOLVE_CLUSTER,
        *_FIELD_CAPS,
    ),
    "manage": ("indices:monitor/*", "indices:admin/*", *_FIELD_CAPS),
    "monitor": ("indices:monitor/*",),
    "cross_cluster_replication": (f"{SHARD_CHANGES}*", f"{STATS}*", "indices:admin/seq_no/*"),
    "cross_cluster_replication_internal": ("indices:internal/admin/ccr/restore/*",),
    "manage_ilm": ("indices:admin/ilm/*",),
    "manage_data_stream_lifecycle": ("indices:admin/data_stream/lifecycle/*",),
}
_BEFORE_9_4: dict[str, tuple[str, ...]] = {"read": _READ}

NOTHING_TO_READ = frozenset(
    {
        "none",
        "auto_configure",
        "create",
        "create_dataset",
        "create_doc",
        "create_index",
        "create_view",
        "delete",
        "delete_dataset",
        "delete_index",
        "delete_view",
        "index",
        "maintenance",
        "manage_dataset",
        "manage_follow_index",
        "manage_leader_index",
        "manage_view",
        "read_dataset_metadata",
        "read_view_metadata",
        "write",
    }
)
"""Privileges that allow none of the actions above on the documents of an index."""

_ON_FAILURES = {
    "all": _INDEX_PRIVILEGES["all"],
    "read_failure_store": _INDEX_PRIVILEGES["read"],
    "manage_failure_store": _INDEX_PRIVILEGES["manage"],
}
"""Privileges on the failure store of a data stream, each with what it allows there."""
_ON_FAILURES_BEFORE_9_4 = _ON_FAILURES | {"read_failure_store": ("indices:data/read/*", RESOLVE_INDEX)}

INDEX_PRIVILEGES = frozenset(_INDEX_PRIVILEGES) | NOTHING_TO_READ | frozenset(_ON_FAILURES)
"""Every index privilege by name."""

_CLUSTER_PRIVILEGES: dict[str, tuple[str, ...]] = {
    "all": ("cluster:*", "indices:admin/template/*"),
    "manage": ("cluster:*", "indices:admin/template/*"),
    "manage_enrich": ("cluster:admin/xpack/enrich/*", "cluster:monitor/xpack/enrich/*"),
    "monitor": ("cluster:monitor/*",),
    "monitor_enrich": ("cluster:monitor/xpack/enrich/*", "cluster:admin/xpack/enrich/get"),
    "monitor_stats": ("cluster:monitor/stats*",),
}

KEY_SEARCH = ("read", "read_cross_cluster", "view_index_metadata")
"""The index privileges that a cross-cluster API key's `access.search` stands for."""

KEY_REPLICATION = ("cross_cluster_replication", "cross_cluster_replication_internal")
"""The index privileges that a cross-cluster API key's `access.replication` stands for."""

REMOTE_CLUSTER_PRIVILEGES: Mapping[str, Feature] = {
    "monitor_enrich": Feature.ROLE_REMOTE_CLUSTER,
    "monitor_stats": Feature.MONITOR_STATS,
}
"""All that a role's `remote_cluster` may grant (source: Elasticsearch's `RemoteClusterPermissions`)."""


def remote_cluster_privileges(version: Version) -> frozenset[str]:
    """Give the privileges that a role's `remote_cluster` can have on a remote cluster of a version.

    >>> from esremote.model.releases.versions import Version
    >>> sorted(remote_cluster_privileges(Version(8, 16)))
    ['monitor_enrich']
    """
    return frozenset(name for name, feature in REMOTE_CLUSTER_PRIVILEGES.items() if feature.is_in(version))


@lru_cache(maxsize=4096)
def grants(privileges: frozenset[str], action: str, version: Version) -> bool:
    """Say whether some index privileges, or action patterns, allow an action on a cluster of a version.

    >>> from esremote.model.releases.versions import Version
    >>> grants(frozenset({"read"}), SEARCH_SHARDS, Version(8, 19, 21))
    False
    >>> grants(frozenset({"read"}), SEARCH_SHARDS, Version(9, 5, 3))
    True
    """
    return action in Names.of(*_patterns(privileges, version))


def _patterns(privileges: Iterable[str], version: Version) -> Iterable[str]:
    for privilege in map(str.lower, privileges):
        if privilege.startswith(("indices:", "internal:transport/proxy/indices:")):
            yield privilege + "*"
        elif not Feature.READ_ASKS_FOR_SHARDS.is_in(version) and privilege in _BEFORE_9_4:
            yield from _BEFORE_9_4[privilege]
        else:
            yield from _INDEX_PRIVILEGES.get(privilege, ())


@lru_cache(maxsize=1024)
def grants_on_failures(privileges: frozenset[str], action: str, version: Version) -> bool:
    """Say whether some index privileges allow an action on the failure store of a data stream.

    >>> from esremote.model.releases.versions import Version
    >>> grants_on_failures(frozenset({"read"}), SEARCH, Version(9, 5, 3))
    False
    >>> grants_on_failures(frozenset({"read_failure_store"}), SEARCH, Version(9, 5, 3))
    True
    """
    reads_as_read = Feature.READ_ASKS_FOR_SHARDS.is_in(version)
    return action in Names.of(
        *(
            pattern
            for name in map(str.lower, privileges)
            for pattern in ((_ON_FAILURES if reads_as_read else _ON_FAILURES_BEFORE_9_4).get(name, ()))
        )
    )


def is_privilege(name: str) -> bool:
    """Say whether Elasticsearch knows an index privilege, or takes its name for a pattern of actions.

    >>> is_privilege("read"), is_privilege("indices:data/read/*"), is_privilege("raed")
    (True, True, False)
    """
    return ":" in name or name.lower() in INDEX_PRIVILEGES


@lru_cache(maxsize=1024)
def cluster_grants(privileges: frozenset[str], action: str) -> bool:
    """Say whether any of some cluster privileges, or action patterns, allows an action.

    >>> cluster_grants(frozenset({"monitor_enrich"}), ENRICH_POLICY)
    True
    """
    patterns = (
        pattern
        for privilege in map(str.lower, privileges)
        for pattern in _CLUSTER_PRIVILEGES.get(privilege, (f"{privilege}*",) if ":" in privilege else ())
    )
    return action in Names.of(*patterns)
