"""The two kinds of API keys: cross-cluster API keys bound a connection, REST API keys belong to a user."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from esremote.model.source import NOWHERE, Source

if TYPE_CHECKING:
    from esremote.access.landscape.roles import FieldSecurity, Role


@dataclass(frozen=True, slots=True)
class SearchAccess:
    """One element of a cross-cluster API key's `access.search`, as a cluster has it, with its source.

    What a program writes is `esremote.model.keys.entries.Search`, which rejects what Elasticsearch would.
    """

    names: tuple[str, ...]
    query: str | None = None
    field_security: FieldSecurity | None = None
    allow_restricted_indices: bool = False
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True)
class ReplicationAccess:
    """One element of a cross-cluster API key's `access.replication`, as a cluster has it, with its source."""

    names: tuple[str, ...]
    allow_restricted_indices: bool = False
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True)
class CrossClusterApiKey:
    """A key of the remote cluster: the most that any user can do over a connection that uses it.

    Args:
        id: the ID that Elasticsearch assigned; before the key exists, any name that is unique on its cluster.
        name: the name.
        search: what may be searched.
        replication: what may be followed.
        certificate_identity: a regular expression that the signing certificate's DN must match (from 9.3).
        invalidated: whether it has been invalidated; every request with it then fails with 401.
        expiration: the instant at which it expires, with a time zone; None means never.
        source: where the key is written.
    """

    id: str
    name: str = ""
    search: tuple[SearchAccess, ...] = ()
    replication: tuple[ReplicationAccess, ...] = ()
    certificate_identity: str | None = None
    invalidated: bool = False
    expiration: datetime | None = None
    source: Source = NOWHERE

    @property
    def bounds_beside_replication(self) -> bool:
        """Whether it bounds searches and allows replication: an old key, which is always refused."""
        return bool(self.replication) and any(access.query or access.field_security for access in self.search)

    def is_expired(self, at: datetime | None = None) -> bool:
        """Say whether the key has expired at an instant, by default now."""
        return self.expiration is not None and self.expiration <= (at or datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class RestApiKey:
    """A REST API key that a user authenticates with: its own roles, limited by the roles of its owner.

    Args:
        role_descriptors: the roles that were requested for it; none means everything that its owner could do.
        limited_by: a copy of the owner's roles when the key was created; later changes do not affect it.
        source: where the key is written.
    """

    role_descriptors: tuple[Role, ...] = ()
    limited_by: tuple[Role, ...] = ()
    source: Source = NOWHERE
