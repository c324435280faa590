"""Resources as values of the model: what each declares, and where it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from esremote.access.landscape.keys import CrossClusterApiKey
    from esremote.access.landscape.landscape import Connection
    from esremote.access.landscape.roles import Role
    from esremote.model.source import Source


@dataclass(frozen=True, slots=True)
class Target:
    """Where an alias leads, as far as its settings say it.

    Args:
        mode: sniff or proxy.
        addresses: `host:port` of the remote cluster.
        server_name: the name that a proxy chooses the cluster by.
        credentials: the version of credentials that were created elsewhere; None without any.
    """

    mode: str
    addresses: frozenset[str]
    server_name: str | None = None
    credentials: str | None = None

    def leads_elsewhere(self, before: Target) -> bool:
        """Say whether this may be another cluster, or another key, than before; fewer seeds are not."""
        same = (self.mode, self.server_name, self.credentials) == (
            before.mode,
            before.server_name,
            before.credentials,
        )
        return not (same and self.addresses <= before.addresses)

    def __str__(self) -> str:
        addresses = ", ".join(sorted(self.addresses)) or "no address"
        return f"{addresses} ({self.server_name})" if self.server_name else addresses


@dataclass(frozen=True, slots=True)
class DeclaredConnection:
    """One `esremote_connection`: the alias, its endpoints, and the key that it creates for itself."""

    address: str
    local_cluster: str
    connection: Connection
    key: CrossClusterApiKey | None
    key_addresses: tuple[str, ...]
    endpoints: tuple[str, ...]
    target: Target

    @property
    def source(self) -> Source:
        """Where it is written."""
        return self.connection.source


@dataclass(frozen=True, slots=True)
class DeclaredKey:
    """One `esremote_cross_cluster_api_key`."""

    address: str
    on_cluster: str
    key: CrossClusterApiKey

    @property
    def source(self) -> Source:
        """Where it is written."""
        return self.key.source


@dataclass(frozen=True, slots=True)
class DeclaredRole:
    """One `esremote_role`, or a role of another provider, of which it may not be known where it is."""

    address: str
    on_cluster: str
    role: Role
    cluster_known: bool = True

    @property
    def source(self) -> Source:
        """Where it is written."""
        return self.role.source


Declared = DeclaredConnection | DeclaredKey | DeclaredRole
