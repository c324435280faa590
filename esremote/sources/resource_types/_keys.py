"""Cross-cluster API keys, as a resource of their own or as a part of a connection."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from esremote.access.landscape.keys import CrossClusterApiKey, ReplicationAccess, SearchAccess
from esremote.sources.attributes import Attributes
from esremote.sources.resource_types._documents import field_security, query

if TYPE_CHECKING:
    from esremote.sources.provenance import Provenance


def read_key(
    attributes: Attributes, default_name: str, address: str, provenance: Provenance
) -> CrossClusterApiKey:
    """Read the attributes of a key.

    Args:
        attributes: those of the key.
        default_name: its name if the attributes do not say it.
        address: of the resource that creates it.
        provenance: what is known about resources beside their attributes.
    """
    access = attributes.inner("access") or Attributes({}, attributes.at("access"), attributes.notes)
    name = attributes.text("name") or default_name
    return CrossClusterApiKey(
        id=attributes.computed("key_id") or attributes.computed("id") or name,
        name=name,
        search=tuple(
            SearchAccess(
                names=entry.patterns("names"),
                query=query(entry),
                field_security=field_security(entry),
                allow_restricted_indices=entry.flag("allow_restricted_indices") or False,
                source=provenance.of(entry.path, address),
            )
            for entry in access.each("search")
        ),
        replication=tuple(
            ReplicationAccess(
                names=entry.patterns("names"),
                allow_restricted_indices=entry.flag("allow_restricted_indices") or False,
                source=provenance.of(entry.path, address),
            )
            for entry in access.each("replication")
        ),
        certificate_identity=attributes.text("certificate_identity"),
        expiration=_instant(attributes.computed("expires_at")),
        source=provenance.of(attributes.path, address),
    )


def _instant(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
