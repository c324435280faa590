"""A connection as the steps need it, read from what Terraform plans or keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from esremote.model.connection.modes import Mode, Proxy, Sniff, Transport
from esremote.model.connection.remote_settings import RemoteSettings
from esremote.model.keys import access as key_access
from esremote.model.times import parse_time
from esremote.provider.connection import signing
from esremote.provider.protocol import Path, Unknown, at

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from esremote.model.keys.owner_mark import Owner

LOCAL = at("local_cluster")
REMOTE = at("cross_cluster_api_key", "remote_cluster")

_MINUTE = 60.0


@dataclass(frozen=True)
class WantedKey:
    """The key of a connection. `id` is None when there is none yet, or none that is to be kept."""

    remote_cluster: str
    name: str
    access: Mapping[str, Any]
    expiration: str | None = None
    metadata: str | None = None
    certificate_identity: str | None = None
    id: str | None = None

    def creation(self, owner: Owner) -> dict[str, Any]:
        """The body that makes the key."""
        body: dict[str, Any] = {
            "name": self.name,
            "access": key_access.body(self.access),
            "metadata": owner.marked(self.metadata),
        }
        if self.expiration:
            body["expiration"] = self.expiration
        if self.certificate_identity:
            body["certificate_identity"] = self.certificate_identity
        return body

    def change(self, owner: Owner, before: WantedKey) -> dict[str, Any] | None:
        """The body that changes the key from `before` in place, or None when nothing of it changed.

        Elasticsearch refuses a change of the expiration alone, so access and metadata always go along.
        """
        wanted, had = self.creation(owner), before.creation(owner)
        del wanted["name"], had["name"]
        if wanted == had:
            return None
        if self.expiration == before.expiration:
            wanted.pop("expiration", None)  # sending it would let the key live longer
        if before.certificate_identity and not self.certificate_identity:
            wanted["certificate_identity"] = None  # explicit null clears it
        return wanted


@dataclass(frozen=True)
class Connection:
    """One alias on one local cluster, whole.

    `delivered` says that we put credentials into the local keystore: a key's secret or `credentials_wo`;
    `signing_delivered` says it of the secrets of `signing`.
    `patience` is in seconds; None does not wait for an answer.
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
        """Where the remote cluster is, as the settings say."""
        match self.settings.mode:
            case Proxy(proxy_address=str(address)):
                return (address,)
            case Sniff(seeds=seeds):
                return tuple(seeds or ())
        return ()

    @property
    def address_path(self) -> Path:
        """Where the configuration says so."""
        return at("sniff", "seeds") if isinstance(self.settings.mode, Sniff) else at("proxy", "proxy_address")

    @property
    def paths(self) -> dict[str, Path]:
        """Which attribute names which cluster."""
        named = {self.key.remote_cluster: REMOTE} if self.key else {}
        return {**named, self.local_cluster: LOCAL}


def decode(values: Mapping[str, Any]) -> Connection:
    """Read a plan or a state in which everything but computed values is known."""
    key = values["cross_cluster_api_key"]
    timeout = parse_time(values["wait_timeout"] or "1m")
    return Connection(
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


def moment(when: datetime | None) -> str | None:
    """Write a moment as state keeps it."""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ") if when else None


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
