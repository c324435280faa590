"""Which documents of an index a user reads: the queries of roles and keys, and the filters of aliases."""

from __future__ import annotations

from esremote.access.decision.filters import Documents, Fields
from esremote.access.decision.hidden_fields import MATCH_NONE, Constant, seen_filter
from esremote.model.query_clauses import matches_all


def through_filters(filters: frozenset[str], fields: Fields) -> Documents:
    """Give the documents that any of some alias filters lets through, for a user who sees some fields."""
    seen = [seen_filter(query, fields) for query in filters]
    if not seen or Constant.EVERYTHING in seen:
        return Documents()
    queries = frozenset(query for query in seen if isinstance(query, str))
    return Documents(frozenset({queries or frozenset({MATCH_NONE})}))


def note_on_filter(query: str, alias: str, fields: Fields) -> str | None:
    """Say what becomes of an alias's filter for a user who sees some fields, None if nothing."""
    seen = seen_filter(query, fields)
    if seen == query:
        return None
    meaning = {Constant.EVERYTHING: "hides nothing", Constant.NOTHING: "lets nothing through"}
    effect = meaning[seen] if isinstance(seen, Constant) else f"is {seen}"
    return f"the filter {query} of {alias} is run without the fields that are hidden: it {effect}"


def queries_in_the_way(documents: Documents) -> bool:
    """Say whether `_terms_enum` leaves an index out: a party bounds its documents by no `match_all`."""
    return any(not any(map(matches_all, layer)) for layer in documents.layers)
