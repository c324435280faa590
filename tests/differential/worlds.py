"""Random worlds: what the keys grant, what the roles hold, who signs in with a REST API key."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from esremote.access.landscape.collections import Collection
from esremote.access.landscape.keys import CrossClusterApiKey, ReplicationAccess, RestApiKey, SearchAccess
from esremote.access.landscape.landscape import Cluster, Landscape, User
from esremote.access.landscape.roles import FieldSecurity, IndicesEntry, RemoteIndicesEntry, Role
from esremote.model.connection.security_model import SecurityModel
from esremote.model.releases.versions import Version
from tests.differential import clusters as prepared
from tests.differential.documents import UNUSABLE, queries

if TYPE_CHECKING:
    from random import Random

    from tests.differential.clusters import PreparedClusters

REST_USERS = ("k0", "k1", "k2")
OWNERS = {"k0": "u0", "k1": "u1", "k2": "u3"}

_EXACT = (
    "logs-1",
    "logs-2",
    "audit-1",
    "logs-old",
    "logs-hid",
    "metrics-1",
    "logs-al",
    "filt",
    "filt2",
    "hidal",
    "ds-1",
    "ds-al",
    "al-not",
    "al-f1",
    ".securityish",
    prepared.TODAY.name,
)
_WILDCARDS = (
    "*",
    "logs-*",
    "l*",
    "*-1",
    "*logs*",
    "logs-?",
    "audit*",
    "metrics-*",
    "filt*",
    "ds-*",
    ".ds-*",
    "*al",
    "nope-*",
    ".s*",
    "al-*",
)
_REGEXPS = (
    "/logs-[0-9]+/",
    "/(logs|audit)-1/",
    "/~(logs-1)/",
    "/.*-<1-2>/",
    "/l.*&.*1/",
    "/filt.?/",
    "/.ds-.*/",
    "/[^l].*/",
)
_PRIVILEGES = (
    *[("read",)] * 6,
    *[("read", "read_cross_cluster", "view_index_metadata")] * 4,
    ("read", "view_index_metadata"),
    ("all",),
    ("view_index_metadata",),
    ("read_cross_cluster",),
    ("monitor",),
    ("write",),
    ("none",),
    ("none", "read"),
    ("manage",),
    ("indices:data/read/search",),
    ("READ",),
    ("cross_cluster_replication",),
)
_LOCAL_PRIVILEGES = (("read_failure_store",), ("read", "read_failure_store"), ("manage_failure_store",))
"""Privileges that `indices` may have and `remote_indices` may not."""

_CLUSTERS = (
    ("*",),
    ("*",),
    ("dub-*",),
    ("dub-a",),
    ("dub-b",),
    ("tok-a",),
    ("dub-a", "tok-*"),
    ("/dub-[ab]/",),
    ("else",),
)
_FIELDS = (
    FieldSecurity(("*",)),
    FieldSecurity(("f1", "kind")),
    FieldSecurity(("f*",), ("f2",)),
    FieldSecurity(("*",), ("f1",)),
    FieldSecurity(("n",)),
    FieldSecurity(()),
    FieldSecurity(("/f[12]/",)),
)


def random_names(random: Random, clusters: PreparedClusters) -> tuple[str, ...]:
    """A few names and patterns, as a role or a key would have them."""
    pool = random.choice(
        (_EXACT, _WILDCARDS, _WILDCARDS, _REGEXPS, clusters.stream.backing_indices, (".security-7", ".*"))
    )
    more = random.choice((_EXACT, _WILDCARDS))
    names = [random.choice(pool), *(random.choice(more) for _ in range(random.choice((0, 0, 1, 2))))]
    return tuple(dict.fromkeys(names))


def _query(random: Random) -> str | None:
    return random.choice(tuple(queries())) if random.random() < 0.3 else None


def _field_security(random: Random) -> FieldSecurity | None:
    return random.choice(_FIELDS) if random.random() < 0.3 else None


def _restricted(random: Random) -> bool:
    return random.random() < 0.1


def random_entry(random: Random, clusters: PreparedClusters) -> IndicesEntry:
    """An entry of a role's `indices`."""
    return IndicesEntry(
        random_names(random, clusters),
        random.choice(_PRIVILEGES),
        _query(random),
        _field_security(random),
        _restricted(random),
    )


def _local_entry(random: Random, clusters: PreparedClusters) -> IndicesEntry:
    entry = random_entry(random, clusters)
    if random.random() < 0.1:
        return replace(entry, privileges=random.choice(_LOCAL_PRIVILEGES))
    return replace(entry, names=("",)) if random.random() < 0.05 else entry


def random_key(random: Random, clusters: PreparedClusters, key_id: str, alias: str) -> CrossClusterApiKey:
    """A cross-cluster API key that the server would accept."""
    replication = tuple(
        ReplicationAccess(random_names(random, clusters), _restricted(random))
        for _ in range(random.choice((0, 0, 0, 1)))
    )
    bounded = not replication
    search = tuple(
        SearchAccess(
            random_names(random, clusters) if random.random() < 0.7 else ("*",),
            _query(random) if bounded else None,
            _field_security(random) if bounded else None,
            _restricted(random),
        )
        for _ in range(random.choice((1, 1, 2, 3)))
    )
    return CrossClusterApiKey(key_id, f"differential-{alias}", search, replication)


def random_role(random: Random, clusters: PreparedClusters, name: str) -> Role:
    """A role with a few entries of either sort."""
    asked = [
        (random.choice(_CLUSTERS), random_entry(random, clusters))
        for _ in range(random.choice((0, 1, 1, 2, 3)))
    ]
    return Role(
        name,
        indices=tuple(_local_entry(random, clusters) for _ in range(random.choice((0, 1, 1, 2, 3)))),
        remote_indices=tuple(
            RemoteIndicesEntry(
                patterns,
                entry.names,
                entry.privileges,
                entry.query,
                entry.field_security,
                entry.allow_restricted_indices,
            )
            for patterns, entry in asked
        ),
        run_as=("u*",) if name == "runner" else (),
    )


def with_unusable_queries(random: Random, world: Landscape) -> Landscape:
    """Give a few entries of `remote_indices` a query with which a search fails; `indices` refuses it."""

    def spoiled(entry: RemoteIndicesEntry) -> RemoteIndicesEntry:
        return replace(entry, query=random.choice(UNUSABLE)) if random.random() < 0.04 else entry

    local, remote = world.clusters
    roles = tuple(
        replace(role, remote_indices=tuple(map(spoiled, role.remote_indices))) for role in local.roles
    )
    by_name = {role.name: role for role in roles}
    users = tuple(
        user
        if user.api_key is None
        else replace(
            user,
            api_key=replace(
                user.api_key, limited_by=tuple(by_name[role.name] for role in user.api_key.limited_by)
            ),
        )
        for user in local.users
    )
    return replace(world, clusters=(replace(local, roles=roles, users=users), remote))


def random_world(random: Random, clusters: PreparedClusters) -> Landscape:
    """A landscape with fresh keys, roles and REST API keys on the prepared clusters."""
    version = Version.parse(clusters.local.cluster.version)
    local_roles = tuple(
        random_role(random, clusters, name) for name in prepared.ROLES if random.random() < 0.95
    )
    remote_roles = tuple(
        random_role(random, clusters, name) for name in prepared.ROLES if random.random() < 0.85
    )
    local = Cluster(
        clusters.local.cluster.name,
        version,
        whole=frozenset(Collection),
        roles=local_roles,
        users=tuple(User(name, roles) for name, roles in prepared.USERS.items()),
        connections=clusters.connections,
        indices=(*prepared.LOCAL_INDICES, prepared.SECURITY_INDEX),
        aliases=(prepared.SECURITY_ALIAS,),
        nodes=1,
    )
    rest = tuple(_rest_user(random, clusters, name, local) for name in REST_USERS)
    remote = Cluster(
        clusters.remote.cluster.name,
        Version.parse(clusters.remote.cluster.version),
        whole=frozenset(Collection),
        roles=remote_roles,
        cross_cluster_api_keys=tuple(
            random_key(random, clusters, connection.cross_cluster_api_key, connection.alias)
            for connection in clusters.connections
            if connection.security_model is SecurityModel.API_KEY and connection.cross_cluster_api_key
        ),
        indices=(*prepared.REMOTE_INDICES, prepared.SECURITY_INDEX),
        aliases=(*prepared.REMOTE_ALIASES, prepared.STREAM_ALIAS, prepared.SECURITY_ALIAS),
        data_streams=(clusters.stream,),
        nodes=1,
    )
    return Landscape((replace(local, users=local.users + rest), remote))


def _rest_user(random: Random, clusters: PreparedClusters, name: str, local: Cluster) -> User:
    owner = local.user_by_name[OWNERS[name]]
    limited_by = tuple(local.role_by_name[role] for role in owner.roles if role in local.role_by_name)
    own = tuple(random_role(random, clusters, f"{name}-{n}") for n in range(random.choice((0, 1, 1, 2))))
    return User(name, owner.roles, RestApiKey(own, limited_by))
