"""The documents in every index of the differential tests, and which of them a query matches."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from esremote.access.decision.decisions import IndexAccess
    from esremote.access.decision.filters import Documents

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
    document = documents()[document_id]
    match json.loads(query):
        case {"match_all": {}}:
            return True
        case {"term": {"kind": kind}}:
            return document["kind"] == kind
        case {"terms": {"kind": kinds}}:
            return document["kind"] in kinds
        case {"ids": {"values": ids}}:
            return document_id in ids
    raise ValueError(query)


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
    ):
        yield json.dumps(query, sort_keys=True, separators=(",", ":"))
