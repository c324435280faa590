"""What was observed on clusters, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from esremote.model.connection.security_model import SecurityModel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from esremote.elasticsearch import About, Key, License
    from esremote.elasticsearch.endpoint_probe import Seen


@dataclass(frozen=True, slots=True)
class Certificate:
    """A TLS certificate.

    Args:
        subject: the distinguished name of its subject.
        issuer: the distinguished name of its issuer.
        serial: its serial number, in hexadecimal.
        expires: when it expires.
        names: the DNS names and IP addresses that it is valid for.
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
        seen: what kind of interface responds there.
        certificate: the certificate that it presents, if it uses TLS.
        fits: whether the certificate is valid for the host or server name that the connection uses.
    """

    address: str
    seen: Seen
    certificate: Certificate | None = None
    fits: bool = True


@dataclass(frozen=True, slots=True)
class ObservedAlias:
    """An alias of a local cluster, and the outcome of a real request through it.

    Args:
        alias: the alias.
        info: what `GET /_remote/info` reports for it.
        connected: whether the remote cluster responded to a real request.
        error: why it did not, as reported by the server.
        version: the version of the remote cluster, if it responded.
        key_id: the ID of the key in the local keystore, if a response revealed it.
        at: what this machine sees at its addresses.
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
        """The API key model if the local keystore has credentials for the alias."""
        return SecurityModel.of_remote_info(self.info)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of the remote cluster, according to the settings."""
        proxy = self.info.get("proxy_address")
        return (proxy,) if proxy else tuple(self.info.get("seeds", ()))


@dataclass(frozen=True, slots=True)
class ObservedCluster:
    """One cluster, as far as it responded.

    Args:
        name: its name in the user's configuration.
        about: its own name, UUID and version; None if it did not respond.
        license: its licence.
        roles: its roles, as returned by `GET /_security/role`.
        users: its native users.
        keys: the cross-cluster API keys that could be found, by ID.
        aliases: its remote clusters.
        addresses: the addresses of its transport and remote cluster interfaces.
        certificates: the certificates that its nodes present.
        resources: its indices, aliases and data streams, as a facts document has them; None if unreadable.
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
    resources: Mapping[str, Any] | None = None
    unreadable: tuple[str, ...] = ()

    @property
    def answers(self) -> bool:
        """Whether the cluster responded."""
        return self.about is not None
