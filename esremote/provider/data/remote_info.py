"""`data.esremote_remote_info`: the aliases of a cluster and their state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.model.connection.security_model import SecurityModel
from esremote.provider.failures import told
from esremote.provider.protocol import (
    Attribute,
    Bool,
    DataSource,
    List,
    Map,
    Nested,
    Number,
    Schema,
    String,
    at,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.provider.protocol import ReadDataRequest, Values
    from esremote.provider.session import Sessions

_REMOTE = Nested(
    {
        "connected": Attribute(
            Bool, "Whether there is a connection. Says nothing of the key.", computed=True
        ),
        "mode": Attribute(String, "`proxy` or `sniff`.", computed=True),
        "security_model": Attribute(String, "`api_key` or `tls_certificate`.", computed=True),
        "skip_unavailable": Attribute(Bool, "The effective value.", computed=True),
        "proxy_address": Attribute(String, "In proxy mode.", computed=True),
        "server_name": Attribute(String, "In proxy mode.", computed=True),
        "seeds": Attribute(List(String), "In sniff mode.", computed=True),
        "connections": Attribute(
            Number, "Sockets (proxy mode) or nodes (sniff mode) that are connected.", computed=True
        ),
    }
)

_SCHEMA = Schema(
    {
        "on_cluster": Attribute(String, "The local cluster, by its name in `clusters`.", required=True),
        "remotes": Attribute(Map(_REMOTE), "Every alias of the cluster.", computed=True),
    },
    "What `GET /_remote/info` says, of aliases that Terraform does not manage too.\n\n"
    "~> **Privileges:** the cluster privilege `monitor`.",
)


class RemoteInfoData(DataSource):
    """Reads `GET /_remote/info`."""

    type_name = "esremote_remote_info"
    schema = _SCHEMA

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def read(self, request: ReadDataRequest) -> Values:
        """Ask the cluster."""
        name = request.config["on_cluster"]
        with told({name: at("on_cluster")}):
            info = await self._sessions.current.cluster(name, at("on_cluster")).remotes.info()
        return {"on_cluster": name, "remotes": {alias: _remote(entry) for alias, entry in info.items()}}


def _remote(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "connected": bool(entry.get("connected")),
        "mode": entry.get("mode"),
        "security_model": SecurityModel.of_remote_info(entry),
        "skip_unavailable": entry.get("skip_unavailable"),
        "proxy_address": entry.get("proxy_address"),
        "server_name": entry.get("server_name") or None,
        "seeds": entry.get("seeds"),
        "connections": entry.get("num_proxy_sockets_connected", entry.get("num_nodes_connected")),
    }
