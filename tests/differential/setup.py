"""Making a random world real: keys, roles and REST API keys on the running clusters."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from tests.differential.clusters import ROLES
from tests.differential.servers import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.access.landscape.keys import CrossClusterApiKey, SearchAccess
    from esremote.access.landscape.landscape import Cluster, Landscape
    from esremote.access.landscape.roles import IndicesEntry, RemoteIndicesEntry, Role
    from tests.differential.clusters import PreparedClusters
    from tests.differential.servers import Server

Json = dict[str, Any]


async def make_real(clusters: PreparedClusters, world: Landscape) -> Mapping[str, str]:
    """Put a world on the clusters.

    Returns:
        the encoded REST API key of each user who signs in with one.
    """
    local, remote = (
        world.cluster_by_name[server.cluster.name] for server in (clusters.local, clusters.remote)
    )
    await asyncio.gather(
        _put_roles(clusters.local, local),
        _put_roles(clusters.remote, remote),
        *(_put_key(clusters.remote, key) for key in remote.cross_cluster_api_keys),
    )
    encoded = {}
    for user in local.users:
        if user.api_key is not None:
            encoded[user.name] = await _grant_key(clusters.local, user.name, user.api_key.role_descriptors)
    return encoded


async def _put_roles(server: Server, cluster: Cluster) -> None:
    kept = {role.name: role_body(role) for role in cluster.roles}
    gone = [name for name in ROLES if name not in kept]
    if kept:
        answer = await server.call("POST", "/_security/role", {"roles": kept})
        assert "errors" not in answer or not answer["errors"].get("count"), answer
    if gone:
        await server.call("DELETE", "/_security/role", {"names": gone})


async def _put_key(server: Server, key: CrossClusterApiKey) -> None:
    access: Json = {"search": [search_body(entry) for entry in key.search]}
    if key.replication:
        access["replication"] = [
            {"names": list(entry.names), "allow_restricted_indices": entry.allow_restricted_indices}
            for entry in key.replication
        ]
    await server.call("PUT", f"/_security/cross_cluster/api_key/{key.id}", {"access": access})


async def _grant_key(server: Server, name: str, descriptors: tuple[Role, ...]) -> str:
    from tests.differential.worlds import OWNERS  # noqa: PLC0415

    body = {
        "grant_type": "password",
        "username": OWNERS[name],
        "password": PASSWORD,
        "api_key": {"name": name, "role_descriptors": {role.name: role_body(role) for role in descriptors}},
    }
    told = await server.call("POST", "/_security/api_key/grant", body)
    return str(told["encoded"])


def role_body(role: Role) -> Json:
    """A role as the API takes it."""
    body: Json = {}
    if role.cluster:
        body["cluster"] = list(role.cluster)
    if role.indices:
        body["indices"] = [indices_body(entry) for entry in role.indices]
    if role.remote_indices:
        body["remote_indices"] = [
            {"clusters": list(entry.clusters), **indices_body(entry)} for entry in role.remote_indices
        ]
    if role.remote_cluster:
        body["remote_cluster"] = [
            {"clusters": list(entry.clusters), "privileges": list(entry.privileges)}
            for entry in role.remote_cluster
        ]
    if role.run_as:
        body["run_as"] = list(role.run_as)
    return body


def indices_body(entry: IndicesEntry | RemoteIndicesEntry) -> Json:
    """An entry as the API takes it."""
    return {"privileges": list(entry.privileges), **search_body(entry)}


def search_body(entry: IndicesEntry | RemoteIndicesEntry | SearchAccess) -> Json:
    """The names of an entry and what they are bounded to."""
    body: Json = {"names": list(entry.names), "allow_restricted_indices": entry.allow_restricted_indices}
    if entry.query is not None:
        body["query"] = json.loads(entry.query)
    if entry.field_security is not None:
        security: Json = {"grant": list(entry.field_security.grant)}
        if entry.field_security.except_:
            security["except"] = list(entry.field_security.except_)
        body["field_security"] = security
    return body
