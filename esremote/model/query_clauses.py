"""Which queries Elasticsearch can run for document-level security: keys and roles accept others, too."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

Json: TypeAlias = Any

COMPOUND = {
    "bool": ("must", "filter", "should", "must_not"),
    "boosting": ("positive", "negative"),
    "constant_score": ("filter",),
    "dis_max": ("queries",),
}
"""Queries that hold other queries, with the members that hold them."""

_LEAVES = frozenset(
    [
        "combined_fields",
        "common",
        "distance_feature",
        "exists",
        "field_masking_span",
        "function_score",
        "fuzzy",
        "geo_bounding_box",
        "geo_distance",
        "geo_grid",
        "geo_polygon",
        "geo_shape",
        "ids",
        "intervals",
        "knn",
        "match",
        "match_all",
        "match_bool_prefix",
        "match_none",
        "match_phrase",
        "match_phrase_prefix",
        "more_like_this",
        "multi_match",
        "nested",
        "parent_id",
        "percolate",
        "pinned",
        "prefix",
        "query_string",
        "range",
        "rank_feature",
        "regexp",
        "rule",
        "script",
        "script_score",
        "semantic",
        "shape",
        "simple_query_string",
        "span_containing",
        "span_field_masking",
        "span_first",
        "span_multi",
        "span_near",
        "span_not",
        "span_or",
        "span_term",
        "span_within",
        "sparse_vector",
        "term",
        "terms",
        "terms_set",
        "text_expansion",
        "type",
        "weighted_tokens",
        "wildcard",
        "wrapper",
    ]
)
_NOT_IN_ROLES = {"has_child", "has_parent"}


def unusable(query: str) -> str | None:
    """Say why a search with a query of a role or key fails with 400, None if nothing speaks against it.

    A template is looked at by the server only when a user searches; nothing is said about it.

    >>> unusable('{"nonsense": {}}')
    'unknown query [nonsense]'
    >>> unusable('{"terms": {"user": {"index": "users", "id": "1", "path": "name"}}}')
    'a terms lookup is not supported in a role or key'
    >>> unusable('{"term": {"public": true}}') is None
    True
    """
    try:
        parsed = json.loads(query)
    except (ValueError, RecursionError):
        return None if "{{" in query else "not JSON"
    return _unusable(parsed)


def _unusable(query: Json) -> str | None:
    if not isinstance(query, dict) or not query:
        return "the query is empty"
    name, body = next(iter(query.items()))
    if len(query) > 1 and name != "template":
        return f"[{name}] is followed by another query"
    if name in COMPOUND:
        inner = _clauses(body, COMPOUND[name])
        return next((why for clause in inner if (why := _unusable(clause))), None)
    if name in _NOT_IN_ROLES:
        return f"[{name}] is not supported in a role or key"
    if name not in _LEAVES and name != "template":
        return f"unknown query [{name}]"
    return None if name == "template" else _looked_up(name, body)


def _clauses(body: Json, members: tuple[str, ...]) -> list[Json]:
    if not isinstance(body, dict):
        return [None]
    found: list[Json] = []
    for member in members:
        held = body.get(member, [])
        found += held if isinstance(held, list) else [held]
    return found


def _looked_up(name: str, body: Json) -> str | None:
    """Say so if a query fetches its values from a document: Elasticsearch refuses that in roles."""
    if not isinstance(body, dict):
        return f"[{name}] needs an object"
    values = [value for value in body.values() if isinstance(value, dict)]
    if name == "terms" and any("index" in value and "path" in value for value in values):
        return "a terms lookup is not supported in a role or key"
    if name == "geo_shape" and any("indexed_shape" in value for value in values):
        return "an indexed shape is not supported in a role or key"
    if name == "percolate" and "index" in body:
        return "an indexed document is not supported in a role or key"
    return None


def matches_all(query: str) -> bool:
    """Say whether Elasticsearch rewrites a query to `match_all` without looking into an index.

    >>> matches_all('{"match_all": {}}'), matches_all('{"bool": {"must": {"match_all": {}}}}')
    (True, False)
    """
    try:
        parsed = json.loads(query)
    except (ValueError, RecursionError):
        return False
    return isinstance(parsed, dict) and (parsed == {"bool": {}} or list(parsed) == ["match_all"])
