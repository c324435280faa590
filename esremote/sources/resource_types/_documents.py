"""Which documents and fields an entry of a role or a key shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.landscape.roles import FieldSecurity
from esremote.model.queries import canonical

if TYPE_CHECKING:
    from esremote.sources.attributes import Attributes


def query(attributes: Attributes) -> str | None:
    """Return a document-level query in canonical form, so that equal queries are equal texts."""
    text = attributes.text("query")
    return None if text is None else canonical(text)


def field_security(attributes: Attributes) -> FieldSecurity | None:
    """Return which fields an entry shows, None if all of them."""
    inner = attributes.inner("field_security")
    if inner is None or not inner.known:
        return None
    return FieldSecurity(grant=inner.texts("grant") or ("*",), except_=inner.texts("except", unknown=()))
