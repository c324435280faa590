"""Alias filters as a user runs them: a field that field-level security hides has no values for them.

A filter on such a field finds nothing, and excludes nothing. (Seen on 8.19.21 and 9.5.3. Document-level
security is different: it sees every field.)
"""

from __future__ import annotations

import json
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, TypeAlias

from esremote.model.queries import canonical_json

if TYPE_CHECKING:
    from esremote.access.decision.filters import Fields

Json: TypeAlias = Any


class Constant(Enum):
    """A filter that decides without looking into a document."""

    EVERYTHING = auto()
    NOTHING = auto()


_ON_ONE_FIELD = frozenset(
    [
        "fuzzy",
        "match",
        "match_bool_prefix",
        "match_phrase",
        "match_phrase_prefix",
        "prefix",
        "range",
        "regexp",
        "term",
        "terms",
        "wildcard",
    ]
)
_OPTIONS = frozenset({"boost", "_name"})
_WITHOUT_FIELDS = {"ids": None, "match_all": Constant.EVERYTHING, "match_none": Constant.NOTHING}
MATCH_NONE = '{"match_none":{}}'


def seen_filter(query: str, fields: Fields) -> str | Constant:
    """Rewrite a filter to what it means for a user who sees only some fields.

    What is not understood may let everything through, and is taken for that: nobody is told less than can be
    read.

    >>> from esremote.access.decision.filters import Fields
    >>> from esremote.access.landscape.roles import FieldSecurity
    >>> only_f1 = Fields(frozenset({frozenset({FieldSecurity(("f1",))})}))
    >>> seen_filter('{"bool": {"must_not": {"term": {"kind": "secret"}}}}', only_f1)
    <Constant.EVERYTHING: 1>
    """
    if fields.all:
        return query
    try:
        parsed = json.loads(query)
    except (ValueError, RecursionError):
        return Constant.EVERYTHING
    seen = _seen(parsed, fields)
    if isinstance(seen, Constant):
        return seen
    return query if seen == parsed else canonical_json(seen)


def _seen(query: Json, fields: Fields) -> Json:
    """Rewrite one query: to itself, to another one, or to a constant."""
    if not isinstance(query, dict) or len(query) != 1:
        return Constant.EVERYTHING
    (name, body), *_ = query.items()
    if name in _WITHOUT_FIELDS:
        return _WITHOUT_FIELDS[name] or query
    if not isinstance(body, dict):
        return Constant.EVERYTHING
    if name == "bool":
        return _seen_bool(body, fields)
    return _seen_simple(query, name, body, fields)


def _seen_simple(query: Json, name: str, body: dict[str, Json], fields: Fields) -> Json:
    match name:
        case "constant_score":
            seen = _seen(body.get("filter"), fields)
        case "boosting":
            seen = _seen(body.get("positive"), fields)
        case "dis_max":
            seen = _any_of([_seen(each, fields) for each in _list(body.get("queries"))])
        case "exists":
            seen = _seen_leaf(query, [body.get("field")], fields)
        case _ if name in _ON_ONE_FIELD:
            seen = _seen_leaf(query, [member for member in body if member not in _OPTIONS], fields)
        case _:
            seen = Constant.EVERYTHING
    return seen


def _list(clauses: Json) -> list[Json]:
    return clauses if isinstance(clauses, list) else [] if clauses is None else [clauses]


def _seen_leaf(query: Json, named: list[Json], fields: Fields) -> Json:
    if len(named) != 1 or not isinstance(named[0], str) or "*" in named[0]:
        return Constant.EVERYTHING
    return query if named[0] in fields else Constant.NOTHING


def _seen_bool(body: dict[str, Json], fields: Fields) -> Json:
    needed = [_seen(each, fields) for member in ("must", "filter") for each in _list(body.get(member))]
    excluded = [_seen_exclusion(each, fields) for each in _list(body.get("must_not"))]
    optional = [_seen(each, fields) for each in _list(body.get("should"))]
    least = body.get("minimum_should_match", 0 if needed else 1)
    if least not in {0, 1}:
        return Constant.EVERYTHING
    if optional and least:
        needed.append(_any_of(optional))
    if Constant.NOTHING in needed or Constant.EVERYTHING in excluded:
        return Constant.NOTHING
    needed = [each for each in needed if each is not Constant.EVERYTHING]
    excluded = [each for each in excluded if each is not Constant.NOTHING]
    if len(needed) == 1 and not excluded:
        return needed[0]
    if not needed and not excluded:
        return Constant.EVERYTHING
    return {"bool": {name: held for name, held in (("filter", needed), ("must_not", excluded)) if held}}


def _seen_exclusion(query: Json, fields: Fields) -> Json:
    """Rewrite what a filter excludes; what is not understood may exclude nothing."""
    return Constant.NOTHING if _is_guessed(query, fields) else _seen(query, fields)


def _is_guessed(query: Json, fields: Fields) -> bool:
    """Say whether a part of a query is not understood, so that its rewriting may let through too much."""
    if not isinstance(query, dict) or len(query) != 1:
        return True
    (name, body), *_ = query.items()
    if name in _WITHOUT_FIELDS:
        return False
    if not isinstance(body, dict):
        return True
    inner = {"bool": ("must", "filter", "should", "must_not"), "constant_score": ("filter",)}.get(name)
    if inner is not None:
        return body.get("minimum_should_match", 1) not in {0, 1} or any(
            _is_guessed(each, fields) for member in inner for each in _list(body.get(member))
        )
    return _seen(query, fields) is Constant.EVERYTHING or name in {"boosting", "dis_max"}


def _any_of(alternatives: list[Json]) -> Json:
    if Constant.EVERYTHING in alternatives:
        return Constant.EVERYTHING
    left = [each for each in alternatives if each is not Constant.NOTHING]
    if not left:
        return Constant.NOTHING
    return left[0] if len(left) == 1 else {"bool": {"should": left}}
