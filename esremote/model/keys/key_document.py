"""The `access` of a cross-cluster API key, as Terraform holds it and as Elasticsearch's API has it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def body(access: Mapping[str, Any]) -> dict[str, Any]:
    """Write an `access` as the API wants it: no nulls, no empty lists.

    >>> body({"search": [{"names": ["logs-*"], "query": None}], "replication": None})
    {'search': [{'names': ['logs-*']}]}
    """
    return {
        kind: [_entry(entry) for entry in access.get(kind) or ()]
        for kind in ("search", "replication")
        if access.get(kind)
    }


def _entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    written = {name: value for name, value in entry.items() if value is not None}
    if "names" in written:
        written["names"] = sorted(written["names"])
    if "field_security" in written:
        fields = written["field_security"]
        written["field_security"] = {
            name: sorted(fields[name]) for name in ("grant", "except") if fields.get(name)
        }
    return written


def from_server(access: Mapping[str, Any]) -> dict[str, Any]:
    """Read the `access` that `GET _security/api_key` shows, every attribute present.

    >>> from_server({"search": [{"names": ["a"], "allow_restricted_indices": False}]})["replication"] is None
    True
    """
    search = [
        {
            "names": sorted(entry.get("names", ())),
            "query": as_text(entry.get("query")),
            "field_security": field_security(entry.get("field_security")),
            "allow_restricted_indices": entry.get("allow_restricted_indices"),
        }
        for entry in access.get("search") or ()
    ]
    replication = [
        {
            "names": sorted(entry.get("names", ())),
            "allow_restricted_indices": entry.get("allow_restricted_indices"),
        }
        for entry in access.get("replication") or ()
    ]
    return {"search": search or None, "replication": replication or None}


def as_text(query: object) -> str | None:
    """A query may come back as a text or as an object; it is kept as a text."""
    return query if query is None or isinstance(query, str) else json.dumps(query, separators=(",", ":"))


def field_security(fields: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Read a `field_security`, both of its lists present."""
    if not fields:
        return None
    return {name: sorted(fields[name]) if fields.get(name) else None for name in ("grant", "except")}
