"""What a cross-cluster API key permits: `access.search` and `access.replication`.

The rules mirror Elasticsearch's `CrossClusterApiKeyRoleDescriptorBuilder`, checked against 8.19.21 and 9.5.3.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
_MARK = "esremote"


@dataclass(frozen=True)
class Finding:
    """Something in a value that the server would refuse, and where."""

    path: Path
    message: str


def problems(access: Mapping[str, Any]) -> Iterator[Finding]:
    """Find everything in a known `access` that Elasticsearch would refuse.

    >>> [found.message for found in problems({})]
    ['a key permits nothing without `search` or `replication`; give at least one of them an entry']
    """
    search, replication = access.get("search") or (), access.get("replication") or ()
    if not search and not replication:
        yield Finding(
            (), "a key permits nothing without `search` or `replication`; give at least one of them an entry"
        )
    for kind, entries in (("search", search), ("replication", replication)):
        for position, entry in enumerate(entries):
            path: Path = (kind, position)
            yield from _name_problems(entry.get("names"), (*path, "names"))
            yield from _field_problems(entry, path)
    if replication:
        for position, entry in enumerate(search):
            for name in ("query", "field_security"):
                if entry.get(name) is not None:
                    yield Finding(
                        ("search", position, name),
                        f"`search` cannot have `{name}` while the same key permits replication, which would "
                        "read around it; make two keys for two aliases, or drop one of the two",
                    )


def _name_problems(names: Sequence[str] | None, path: Path) -> Iterator[Finding]:
    if names is None:
        return
    if not names:
        yield Finding(path, '`names` is empty; say which indices, for example ["logs-*"]')
    for name in names:
        if isinstance(name, str) and not name.strip():
            yield Finding(path, "`names` has an empty name; take it out")
        elif isinstance(name, str) and "," in name and not name.startswith("/"):
            yield Finding(path, f"{name!r} has a comma; write one element for each index pattern")


def _field_problems(entry: Mapping[str, Any], path: Path) -> Iterator[Finding]:
    fields = entry.get("field_security")
    if isinstance(fields, Mapping) and fields.get("except") and not fields.get("grant"):
        yield Finding(
            (*path, "field_security", "except"),
            '`except` takes fields away from grant; set grant too, for example ["*"]',
        )


def json_object_problem(text: str) -> str | None:
    """Say why a text is not a JSON object, or None.

    >>> json_object_problem("[]")
    'this is JSON, but no object; for example jsonencode({ match_all = {} })'
    """
    try:
        value = json.loads(text)
    except ValueError as error:
        return f"this is not JSON: {error}; write it with jsonencode({{ ... }})"
    if not isinstance(value, dict):
        return "this is JSON, but no object; for example jsonencode({ match_all = {} })"
    return None


def metadata_problem(text: str) -> str | None:
    """Say why a text cannot be the metadata of a key, or None.

    >>> metadata_problem('{"_a": 1}')
    "the key '_a' begins with an underscore, which Elasticsearch keeps for itself"
    """
    wrong = json_object_problem(text)
    if wrong:
        return wrong
    metadata = json.loads(text)
    for key in metadata:
        if key.startswith("_"):
            return f"the key {key!r} begins with an underscore, which Elasticsearch keeps for itself"
    if _MARK in metadata:
        return f"the key {_MARK!r} is this provider's own mark on the keys it makes; choose another"
    return None


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


def answered(access: Mapping[str, Any]) -> dict[str, Any]:
    """Read the `access` that `GET _security/api_key` shows, every attribute present.

    >>> answered({"search": [{"names": ["a"], "allow_restricted_indices": False}]})["replication"] is None
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
