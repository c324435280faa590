"""A role as Terraform holds it and as `PUT _security/role` wants it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from esremote.model.keys.key_document import as_text, field_security

if TYPE_CHECKING:
    from collections.abc import Mapping

_MANAGED = (
    "cluster", "run_as", "indices", "applications", "remote_indices", "remote_cluster", "metadata",
    "description", "global",
)  # fmt: skip
_NEVER_SENT = ("transient_metadata",)
_SETS = ("names", "privileges", "clusters", "resources")


def body(role: Mapping[str, Any], current: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Write the role as the API wants it, and keep what `current` has that this provider does not know.

    A newer server may know parts of a role that this provider has no attribute for; a PUT without them loses
    them.

    >>> body({"cluster": ["monitor"], "indices": None}, {"cluster": [], "workflows": ["x"]})
    {'workflows': ['x'], 'cluster': ['monitor']}
    """
    kept = {
        name: value
        for name, value in (current or {}).items()
        if name not in _MANAGED and name not in _NEVER_SENT and value
    }
    written: dict[str, Any] = {}
    for name in _MANAGED:
        value = role.get(name)
        if value is None:
            continue
        match name:
            case "metadata" | "global":
                written[name] = json.loads(value)
            case "description":
                written[name] = value
            case "cluster" | "run_as":
                written[name] = sorted(value)
            case _:
                written[name] = [_entry(entry) for entry in value]
    return {**kept, **written}


def _entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for name, value in entry.items():
        if value is None:
            continue
        if name == "field_security":
            written[name] = {part: sorted(value[part]) for part in ("grant", "except") if value.get(part)}
        else:
            written[name] = sorted(value) if name in _SETS else value
    return written


def from_server(role: Mapping[str, Any]) -> dict[str, Any]:
    """Read a role that `GET _security/role` shows, every attribute present, in the server's spelling."""
    metadata = role.get("metadata")
    # The server adds the kinds of rights that the role does not have, each empty.
    rights = {kind: right for kind, right in (role.get("global") or {}).items() if right}
    return {
        "description": role.get("description"),
        "cluster": sorted(role.get("cluster") or ()),
        "run_as": sorted(role.get("run_as") or ()),
        "indices": [_indices(entry) for entry in role.get("indices") or ()],
        "applications": [
            {
                "application": entry["application"],
                "privileges": sorted(entry.get("privileges") or ()),
                "resources": sorted(entry.get("resources") or ()),
            }
            for entry in role.get("applications") or ()
        ],
        "remote_indices": [
            {"clusters": sorted(entry.get("clusters") or ()), **_indices(entry)}
            for entry in role.get("remote_indices") or ()
        ],
        "remote_cluster": [
            {"clusters": sorted(entry["clusters"]), "privileges": sorted(entry["privileges"])}
            for entry in role.get("remote_cluster") or ()
        ],
        "metadata": _compact(metadata) if metadata else None,
        "global": _compact(rights) if rights else None,
    }


def _indices(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "names": sorted(entry.get("names") or ()),
        "privileges": sorted(entry.get("privileges") or ()),
        "query": as_text(entry.get("query")),
        "field_security": field_security(entry.get("field_security")),
        "allow_restricted_indices": entry.get("allow_restricted_indices"),
    }


def _compact(value: object) -> str:
    """Write JSON as Terraform's `jsonencode` does."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
