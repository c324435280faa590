"""Document-level queries as text: one spelling for all that Elasticsearch reads alike, and no more."""

from __future__ import annotations

import json
from typing import Any


def canonical(query: str) -> str:
    """Write a query so that two which Elasticsearch reads alike are equal: space, order of keys, escapes.

    `1.0` and `1.00` are one number, `1` and `1.0` are not: a keyword field keeps what is written. What is no
    JSON object, or has a key twice, stays as it is; Elasticsearch refuses it, or reads it as a template.

    >>> canonical('{"term": {"n": 1.50}, "boost": 1e0}')
    '{"boost":1.0,"term":{"n":1.5}}'
    >>> canonical('{"term": ') == '{"term": '
    True
    """
    try:
        parsed = json.loads(query, object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        return query
    return canonical_json(parsed) if isinstance(parsed, dict) else query


def canonical_json(query: object) -> str:
    """Write a query that is an object already; see `canonical`."""
    return _ENCODER.encode(query)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _unique(members: list[tuple[str, Any]]) -> dict[str, Any]:
    members_by_name = dict(members)
    if len(members_by_name) < len(members):
        raise ValueError("duplicate key")
    return members_by_name
