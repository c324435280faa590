"""The documents in every index of the differential tests, and which of them a query matches."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from esremote.access.decision.decisions import IndexAccess
    from esremote.access.decision.filters import Documents

UNUSABLE = ('{"nonsense":{}}', '{"terms":{"kind":{"id":"1","index":"logs-2","path":"kind"}}}')
"""Queries that roles and keys may have, and with which a search fails."""

KINDS = ("k1", "k2", "k3", "k4")
FIELDS = ("f1", "f2", "kind", "n")


def documents() -> dict[str, dict[str, Any]]:
    """The four documents of every index, by id."""
    return {str(n): {"f1": "x", "f2": "y", "kind": kind, "n": n} for n, kind in enumerate(KINDS, start=1)}


def mapping() -> dict[str, Any]:
    """The mapping of every index."""
    keyword = {"type": "keyword"}
    return {"properties": {"f1": keyword, "f2": keyword, "kind": keyword, "n": {"type": "integer"}}}


def matches(query: str, document_id: str) -> bool:
    """Say whether a query matches a document."""
    return _matches(json.loads(query), document_id)


def _matches(query: Any, document_id: str) -> bool:
    ((name, body),) = query.items()
    if name == "bool":
        return all(_fulfils(clause, held, document_id) for clause, held in body.items())
    return _matches_alone(name, body, document_id)


def _matches_alone(name: str, body: dict[str, Any], document_id: str) -> bool:
    document = documents()[document_id]
    match name:
        case "match_all" | "match_none":
            matched = name == "match_all"
        case "exists":
            matched = body["field"] in document
        case "ids":
            matched = document_id in body["values"]
        case "term" | "terms":
            ((field, wanted),) = body.items()
            matched = document.get(field) in (wanted if name == "terms" else [wanted])
        case _:
            raise ValueError(name)
    return matched


def _fulfils(clause: str, queries: Any, document_id: str) -> bool:
    found = [_matches(query, document_id) for query in (queries if isinstance(queries, list) else [queries])]
    match clause:
        case "must_not":
            return not any(found)
        case "should":
            return any(found)
        case _:
            return all(found)


def visible_documents(seen: Documents) -> frozenset[str]:
    """The ids of the documents that can be seen."""
    return frozenset(
        document_id
        for document_id in documents()
        if all(any(matches(query, document_id) for query in layer) for layer in seen.layers)
    )


def visible_fields(access: IndexAccess) -> frozenset[str]:
    """The fields that can be seen."""
    return frozenset(field for field in FIELDS if field in access.fields)


def queries() -> Iterable[str]:
    """The queries that roles and keys are given."""
    for query in (
        {"term": {"kind": "k1"}},
        {"term": {"kind": "k2"}},
        {"terms": {"kind": ["k1", "k3"]}},
        {"match_all": {}},
        {"bool": {"must_not": [{"term": {"f2": "z"}}, {"term": {"kind": "k3"}}]}},
    ):
        yield json.dumps(query, sort_keys=True, separators=(",", ":"))
