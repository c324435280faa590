"""What the two clusters have before any question: indices, aliases, a data stream, users, connections."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from esremote.access.landscape.indices import Alias, AliasTarget, DataStream, Index
from esremote.access.landscape.landscape import Connection
from esremote.model.connection.modes import ModeName
from esremote.model.connection.security_model import SecurityModel
from tests.differential.documents import documents, mapping
from tests.differential.servers import PASSWORD, Server
from tests.support.waiting import eventually_async

if TYPE_CHECKING:
    from collections.abc import Mapping

ONLY_FIRST = '{"ids":{"values":["1"]}}'
ONLY_SECOND = '{"ids":{"values":["2"]}}'

NOT_K1 = '{"bool":{"must_not":{"term":{"kind":"k1"}}}}'
WITH_F1 = '{"bool":{"should":[{"exists":{"field":"f1"}},{"term":{"kind":"k2"}}]}}'
ONLY_K1 = '{"term":{"kind":"k1"}}'
TODAY = Index(f"logs-{datetime.now(UTC):%Y.%m.%d}")
"""The index that date math in a request leads to."""

REMOTE_INDICES = (
    Index(".securityish"),
    Index(".synonymsx"),
    TODAY,
    Index("audit-1"),
    Index("logs-1"),
    Index("logs-2"),
    Index("logs-hid", hidden=True),
    Index("logs-old", closed=True),
    Index("metrics-1"),
)
REMOTE_ALIASES = (
    Alias("logs-al", (AliasTarget("logs-1"), AliasTarget("logs-2"))),
    Alias("filt", (AliasTarget("logs-1", ONLY_FIRST), AliasTarget("metrics-1"))),
    Alias("filt2", (AliasTarget("logs-1", ONLY_SECOND),)),
    Alias("al-not", (AliasTarget("logs-1", NOT_K1),)),
    Alias("al-f1", (AliasTarget("logs-2", WITH_F1), AliasTarget("audit-1", NOT_K1))),
    Alias("hidal", (AliasTarget("audit-1"),), hidden=True),
)
SECURITY_INDEX = Index(".security-7", hidden=True)
SECURITY_ALIAS = Alias(".security", (AliasTarget(".security-7"),), hidden=True)
LOCAL_INDICES = (Index("logs-1"), Index("own-1"))
STREAM = "ds-1"
STREAM_ALIAS = Alias("ds-al", (AliasTarget(STREAM, ONLY_K1),))

ALIASES = {
    "dub-a": (SecurityModel.API_KEY, ModeName.PROXY, False),
    "dub-b": (SecurityModel.API_KEY, ModeName.PROXY, True),
    "tok-a": (SecurityModel.API_KEY, ModeName.SNIFF, False),
    "tls-a": (SecurityModel.TLS_CERTIFICATE, ModeName.PROXY, False),
    "tls-b": (SecurityModel.TLS_CERTIFICATE, ModeName.PROXY, True),
    "tls-c": (SecurityModel.TLS_CERTIFICATE, ModeName.SNIFF, False),
}
"""Every alias of the local cluster, all to one remote: its model, its mode, and `skip_unavailable`."""

USERS: Mapping[str, tuple[str, ...]] = {
    "u0": ("r0",),
    "u1": ("r1", "r2"),
    "u2": ("r3",),
    "u3": ("r4", "r5", "r6"),
    "u4": ("r7",),
    "u5": ("superuser",),
    "u6": ("r0", "r9-missing"),
    "u7": ("r1", "r8"),
    "u8": ("runner", "r2"),
}
ROLES = (*(f"r{n}" for n in range(9)), "runner")


@dataclass(frozen=True)
class PreparedClusters:
    """Two clusters, prepared.

    Args:
        local: the cluster that is asked.
        remote: the cluster that has the indices.
        stream: the data stream of the remote cluster.
        connections: the aliases of the local cluster.
        nodes: how many nodes each cluster has.
        credentials: the encoded key of each alias that has one.
    """

    local: Server
    remote: Server
    stream: DataStream
    connections: tuple[Connection, ...]
    nodes: int = 1
    credentials: Mapping[str, str] = field(default_factory=dict)


async def prepare(local: Server, remote: Server) -> PreparedClusters:
    """Make everything that does not change from question to question."""
    await asyncio.gather(_fill(local, LOCAL_INDICES, ()), _fill(remote, REMOTE_INDICES, REMOTE_ALIASES))
    stream = await _make_stream(remote)
    (target,) = STREAM_ALIAS.indices
    await remote.call("POST", "/_aliases", {"actions": [{"add": _alias_action(STREAM_ALIAS, target)}]})
    for user, roles in USERS.items():
        await local.call("PUT", f"/_security/user/{user}", {"password": PASSWORD, "roles": list(roles)})
    nodes = len((await remote.call("GET", "/_nodes/http"))["nodes"])
    connections, credentials = await _connect(local, remote)
    return PreparedClusters(local, remote, stream, connections, nodes, credentials)


async def clear(local: Server, remote: Server) -> None:
    """Take away what `prepare` made, as far as it is there; a data stream stays, the lab cannot delete it."""
    await remote.ask("DELETE", f"/{STREAM}/_alias/{STREAM_ALIAS.name}")
    gone = {f"cluster.remote.{alias}.*": None for alias in ALIASES}
    await local.ask("PUT", "/_cluster/settings", {"persistent": gone})
    await _clear_keystore(local)
    for server, indices in ((local, LOCAL_INDICES), (remote, REMOTE_INDICES)):
        for index in indices:
            await server.ask("DELETE", f"/{index.name}")
        await server.ask("DELETE", "/_security/role", {"names": list(ROLES)})
    for user in USERS:
        await local.ask("DELETE", f"/_security/user/{user}")
    keys = (await remote.ask("GET", "/_security/api_key?active_only=true&name=differential-*")).json()
    if ids := [key["id"] for key in keys.get("api_keys", ())]:
        await remote.call("DELETE", "/_security/api_key", {"ids": ids})


async def _clear_keystore(local: Server) -> None:
    listed = await asyncio.to_thread(local.cluster.keystore, "list")
    ours = [f"cluster.remote.{alias}.credentials" for alias in ALIASES]
    if held := [name for name in ours if name in listed.split()]:
        await asyncio.to_thread(local.cluster.keystore, "remove", *held)
        await local.call("POST", "/_nodes/reload_secure_settings")


async def _fill(server: Server, indices: tuple[Index, ...], aliases: tuple[Alias, ...]) -> None:
    for index in indices:
        settings = {"number_of_replicas": 0, "hidden": index.hidden}
        body = {"settings": {"index": settings}, "mappings": mapping()}
        await server.call("PUT", f"/{index.name}", body)
        for document_id, document in documents().items():
            await server.call("PUT", f"/{index.name}/_doc/{document_id}?refresh=true", document)
    actions = [{"add": _alias_action(alias, target)} for alias in aliases for target in alias.indices]
    if actions:
        await server.call("POST", "/_aliases", {"actions": actions})
    for index in indices:
        if index.closed:
            await server.call("POST", f"/{index.name}/_close")


def _alias_action(alias: Alias, target: AliasTarget) -> dict[str, Any]:
    action: dict[str, Any] = {"index": target.index, "alias": alias.name}
    if alias.hidden:
        action["is_hidden"] = True
    return action if target.filter is None else action | {"filter": json.loads(target.filter)}


async def _make_stream(server: Server) -> DataStream:
    template = {
        "index_patterns": [f"{STREAM}*"],
        "data_stream": {},
        "template": {"settings": {"number_of_replicas": 0}, "mappings": mapping()},
    }
    await server.call("PUT", "/_index_template/streams", template)
    for document_id, document in documents().items():
        stamped = document | {"@timestamp": "2026-01-01T00:00:00Z"}
        created = await server.ask("PUT", f"/{STREAM}/_create/{document_id}?refresh=true", stamped)
        assert created.status_code in {201, 409}, created.text
    told = await server.call("GET", f"/_resolve/index/{STREAM}")
    return DataStream(STREAM, tuple(told["data_streams"][0]["backing_indices"]))


async def _connect(local: Server, remote: Server) -> tuple[tuple[Connection, ...], dict[str, str]]:
    keys = {}
    for alias, (model, _, _) in ALIASES.items():
        if model is SecurityModel.API_KEY:
            body = {"name": f"differential-{alias}", "access": {"search": [{"names": ["*"]}]}}
            keys[alias] = await remote.call("POST", "/_security/cross_cluster/api_key", body)
    credentials = {alias: key["encoded"] for alias, key in keys.items()}
    await use_credentials(local, credentials)
    settings: dict[str, Any] = {}
    for alias, (model, mode, skip) in ALIASES.items():
        by_key = model is SecurityModel.API_KEY
        address = remote.cluster.remote_cluster_server if by_key else remote.cluster.transport
        reach = (
            {"mode": "proxy", "proxy_address": address, "proxy_socket_connections": 2}
            if mode is ModeName.PROXY
            else {"mode": "sniff", "seeds": [address]}
        )
        settings |= {
            f"cluster.remote.{alias}.{name}": value
            for name, value in (reach | {"skip_unavailable": skip}).items()
        }
    await local.call("PUT", "/_cluster/settings", {"persistent": settings})
    await _wait_until_connected(local)
    connections = tuple(
        Connection(
            alias,
            remote.cluster.name,
            model,
            keys[alias]["id"] if alias in keys else None,
            mode,
            skip,
        )
        for alias, (model, mode, skip) in ALIASES.items()
    )
    return connections, credentials


async def use_credentials(local: Server, credentials: Mapping[str, str]) -> None:
    """Put keys into the keystore of the local cluster and have them used."""
    names = [f"cluster.remote.{alias}.credentials" for alias in credentials]
    secrets = list(credentials.values())
    await asyncio.to_thread(local.cluster.keystore, "add", "--stdin", "--force", *names, lines=secrets)
    await local.call("POST", "/_nodes/reload_secure_settings")


async def _wait_until_connected(local: Server) -> None:
    def connected() -> bool:
        info = local.cluster.call("GET", "/_remote/info")
        return all(info.get(alias, {}).get("connected") for alias in ALIASES)

    await eventually_async(connected)
