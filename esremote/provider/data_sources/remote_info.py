"""`data.esremote_remote_info`: the remote clusters of a cluster and their state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.model.connection.security_model import SecurityModel
from esremote.provider.failures import as_diagnostics
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
            Bool,
            "Whether the cluster is connected to the remote cluster. This does not prove that the key works.",
            computed=True,
        ),
        "mode": Attribute(String, "The connection mode, `proxy` or `sniff`.", computed=True),
        "security_model": Attribute(
            String, "The security model, `api_key` or `tls_certificate`.", computed=True
        ),
        "skip_unavailable": Attribute(Bool, "The effective value of `skip_unavailable`.", computed=True),
        "proxy_address": Attribute(
            String, "The address of the remote cluster. Proxy mode only.", computed=True
        ),
        "server_name": Attribute(String, "The TLS server name (SNI). Proxy mode only.", computed=True),
        "seeds": Attribute(List(String), "The seed nodes. Sniff mode only.", computed=True),
        "connections": Attribute(
            Number, "The number of connected sockets (proxy mode) or nodes (sniff mode).", computed=True
        ),
    }
)

_SCHEMA = Schema(
    {
        "on_cluster": Attribute(
            String, "The local cluster, by its name in the provider's `clusters`.", required=True
        ),
        "remotes": Attribute(Map(_REMOTE), "The remote clusters, by alias.", computed=True),
    },
    "Reads the remote clusters of a cluster with `GET /_remote/info`, including those that Terraform does "
    "not manage.\n\n~> **Required privileges:** the cluster privilege `monitor`.",
)


class RemoteInfoData(DataSource):
    """Reads `GET /_remote/info`."""

    type_name = "esremote_remote_info"
    schema = _SCHEMA

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def read(self, request: ReadDataRequest) -> Values:
        """Read the remote clusters."""
        name = request.config["on_cluster"]
        with as_diagnostics({name: at("on_cluster")}):
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
