"""What was seen of clusters, as values: nothing in here asks anybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from esremote.model.connection.security_model import SecurityModel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from esremote.elasticsearch import About, Key
    from esremote.elasticsearch.endpoint_probe import Seen


@dataclass(frozen=True, slots=True)
class License:
    """A cluster's licence: `type` and `status` as `GET /_license` has them."""

    type: str
    status: str
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate: who it is for, who signed it, until when it holds, and which one it is.

    Args:
        subject: its subject's distinguished name.
        issuer: its issuer's.
        serial: its serial number in hexadecimal digits.
        expires: when it ends.
        names: the host names and addresses that it is for.
    """

    subject: str
    issuer: str
    serial: str
    expires: datetime
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AtAddress:
    """What this machine sees at an address of a remote cluster.

    Args:
        address: `host:port`.
        seen: what kind of thing answers there.
        certificate: what it presents, if it speaks TLS.
        fits: whether the certificate is for the host or server name that the connection uses.
    """

    address: str
    seen: Seen
    certificate: Certificate | None = None
    fits: bool = True


@dataclass(frozen=True, slots=True)
class ObservedAlias:
    """An alias of a local cluster, and what became of a real request through it.

    Args:
        alias: its name.
        info: what `GET /_remote/info` says of it.
        connected: whether the remote cluster answered a real request.
        error: what stood in the way, in the server's own words.
        version: the remote cluster's version, if it answered.
        key_id: the id of the key in the local keystore, as far as an answer told it.
        at: what is seen at its addresses.
    """

    alias: str
    info: Mapping[str, Any]
    connected: bool
    error: str | None = None
    version: str | None = None
    key_id: str | None = None
    at: tuple[AtAddress, ...] = ()

    @property
    def security_model(self) -> SecurityModel:
        """The API-key model where the local keystore holds a key for the alias."""
        return SecurityModel.of_remote_info(self.info)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the remote cluster is, as the settings say."""
        proxy = self.info.get("proxy_address")
        return (proxy,) if proxy else tuple(self.info.get("seeds", ()))


@dataclass(frozen=True, slots=True)
class ObservedCluster:
    """One cluster as it answered.

    Args:
        name: what the user calls it.
        about: its own name, UUID and version; None if it did not answer.
        license: its licence.
        roles: its roles, as `GET /_security/role` has them.
        users: its native users.
        keys: the cross-cluster API keys that could be found, by id.
        aliases: the remote clusters that it knows.
        addresses: where its transport and remote cluster interfaces say they are.
        certificates: the certificates that its nodes present.
        resolved: what `GET /_resolve/index` says there is; None if it was not told.
        filters: what `GET /_alias` says of aliases, which is where their filters are.
        unreadable: what could not be read, and why.
    """

    name: str
    about: About | None = None
    license: License | None = None
    roles: Mapping[str, Any] = field(default_factory=dict)
    users: Mapping[str, Any] = field(default_factory=dict)
    keys: Mapping[str, Key] = field(default_factory=dict)
    aliases: tuple[ObservedAlias, ...] = ()
    addresses: tuple[str, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    resolved: Mapping[str, Any] | None = None
    filters: Mapping[str, Any] = field(default_factory=dict)
    unreadable: tuple[str, ...] = ()

    @property
    def answers(self) -> bool:
        """Whether it could be asked."""
        return self.about is not None
