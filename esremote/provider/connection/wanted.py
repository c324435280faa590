"""The connection that a plan or a state describes, in the form that the steps work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from esremote.model.connection.modes import Mode, Proxy, Sniff, Transport
from esremote.model.connection.remote_settings import RemoteSettings
from esremote.model.times import parse_time
from esremote.provider.connection import signing
from esremote.provider.cross_cluster_api_key.wanted import WantedKey
from esremote.provider.protocol import Path, Unknown, at

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCAL = at("local_cluster")
REMOTE = at("cross_cluster_api_key", "remote_cluster")

_MINUTE = 60.0


@dataclass(frozen=True)
class WantedConnection:
    """A remote cluster of a local cluster, with everything that belongs to it.

    `delivered` is true if the provider writes credentials to the local keystores, either a key's secret or
    `credentials_wo`; `signing_delivered` is the same for the secrets of `signing`. `patience` is how long to
    wait for a response, in seconds; None does not wait.
    """

    local_cluster: str
    alias: str
    settings: RemoteSettings
    key: WantedKey | None = None
    delivered: bool = False
    signing_delivered: bool = False
    patience: float | None = _MINUTE

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of the remote cluster."""
        match self.settings.mode:
            case Proxy(proxy_address=str(address)):
                return (address,)
            case Sniff(seeds=seeds):
                return tuple(seeds or ())
        return ()

    @property
    def address_path(self) -> Path:
        """The attribute that holds the addresses."""
        return at("sniff", "seeds") if isinstance(self.settings.mode, Sniff) else at("proxy", "proxy_address")

    @property
    def paths(self) -> dict[str, Path]:
        """The attribute that names each cluster, by the cluster's name."""
        named = {self.key.remote_cluster: REMOTE} if self.key else {}
        return {**named, self.local_cluster: LOCAL}


def decode(values: Mapping[str, Any]) -> WantedConnection:
    """Read a plan or a state in which all values other than computed ones are known."""
    key = values["cross_cluster_api_key"]
    timeout = parse_time(values["wait_timeout"] or "1m")
    return WantedConnection(
        local_cluster=values["local_cluster"],
        alias=values["alias"],
        settings=RemoteSettings(
            alias=values["alias"],
            mode=_mode(values),
            skip_unavailable=values["skip_unavailable"],
            transport=Transport(**values["transport"]) if values["transport"] else Transport(),
            signing=signing.decode(values["signing"]),
        ),
        key=_key(key) if key else None,
        delivered=bool(key) or values["credentials_wo_version"] is not None,
        signing_delivered=signing.version(values) is not None,
        patience=timeout.total_seconds() if timeout and values["wait_for"] != "nothing" else None,
    )


def _mode(values: Mapping[str, Any]) -> Mode:
    if sniff := values["sniff"]:
        return Sniff(seeds=sniff["seeds"], node_connections=_whole(sniff["node_connections"]))
    proxy = values["proxy"]
    return Proxy(
        proxy_address=proxy["proxy_address"],
        server_name=proxy["server_name"],
        proxy_socket_connections=_whole(proxy["proxy_socket_connections"]),
    )


def _key(key: Mapping[str, Any]) -> WantedKey:
    return WantedKey(
        remote_cluster=key["remote_cluster"],
        name=key["name"],
        access=key["access"],
        expiration=key["expiration"],
        metadata=key["metadata"],
        certificate_identity=key["certificate_identity"],
        id=None if isinstance(key["id"], Unknown) else key["id"],
    )


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)
