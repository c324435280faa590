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
class DeclaredConnection:
    """One `esremote_connection`: the alias, its endpoints, and the key that it creates for itself."""

    address: str
    local_cluster: str
    connection: Connection
    key: CrossClusterApiKey | None
    key_address: str | None
    endpoints: tuple[str, ...]

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
    """One `esremote_role`."""

    address: str
    on_cluster: str
    role: Role

    @property
    def source(self) -> Source:
        """Where it is written."""
        return self.role.source


Declared = DeclaredConnection | DeclaredKey | DeclaredRole
