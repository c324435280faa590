"""The two kinds of API key: the cross-cluster one that bounds a connection, the REST one that a user has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from esremote.model.source import NOWHERE, Source

if TYPE_CHECKING:
    from esremote.access.landscape.roles import FieldSecurity, Role


@dataclass(frozen=True, slots=True)
class SearchAccess:
    """One element of a cross-cluster API key's `access.search`."""

    names: tuple[str, ...]
    query: str | None = None
    field_security: FieldSecurity | None = None
    allow_restricted_indices: bool = False
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True)
class ReplicationAccess:
    """One element of a cross-cluster API key's `access.replication`."""

    names: tuple[str, ...]
    allow_restricted_indices: bool = False
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True)
class CrossClusterApiKey:
    """A key of the remote cluster: the most that anybody can do over a connection that uses it.

    Args:
        id: the id that Elasticsearch gave it, or any name that is unique on its cluster before it exists.
        name: what people call it.
        search: what may be searched.
        replication: what may be followed.
        certificate_identity: a regular expression that the signing certificate's DN must match (from 9.3).
        invalidated: True after somebody invalidated it; every request over it is then 401.
        expiration: the instant from which it no longer works; None means never. With a time zone.
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

    def is_expired(self, at: datetime | None = None) -> bool:
        """Say whether the key has run out at an instant, by default now."""
        return self.expiration is not None and self.expiration <= (at or datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class RestApiKey:
    """A REST API key that a user signs in with: its own roles, limited by its owner's roles at that time.

    Args:
        role_descriptors: what was asked for when it was made; none means all that its owner could.
        limited_by: a copy of its owner's roles at that time; later changes of the owner do not reach it.
        source: where the key is written.
    """

    role_descriptors: tuple[Role, ...] = ()
    limited_by: tuple[Role, ...] = ()
    source: Source = NOWHERE
