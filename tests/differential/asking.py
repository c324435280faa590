"""Putting a question to the server."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from esremote.access.decision.requests import Kind
from tests.differential.documents import FIELDS
from tests.differential.observations import Observation, Seen
from tests.differential.servers import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.access.decision.requests import Request
    from tests.differential.servers import Server

Json = dict[str, Any]
OK = 200


async def observe(server: Server, request: Request, rest_keys: Mapping[str, str]) -> tuple[Observation, str]:
    """Ask the server; give what it answered, and its own words for a person who has to understand them."""
    headers = _headers(request, rest_keys)
    if request.kind is Kind.MSEARCH:
        return await _asked_together(server, request, headers)
    method, path, body = _http(request)
    answer = await server.ask(method, path, body, headers=headers)
    if answer.status_code != OK:
        return Observation(answer.status_code), answer.text
    if request.kind is Kind.POINT_IN_TIME:
        return await _searched(server, answer.json(), headers)
    return _READERS[request.kind](answer.json()), answer.text


async def _asked_together(
    server: Server, request: Request, headers: dict[str, str]
) -> tuple[Observation, str]:
    """Send a search as the only one of a multi search, whose answer has a status of its own."""
    header = {"index": request.expression} | _options(request)
    lines = f"{json.dumps(header)}\n{json.dumps({'size': 1000})}\n"
    path = "/_msearch" + ("" if request.ccs_minimize_roundtrips else "?ccs_minimize_roundtrips=false")
    answer = await server.ask("POST", path, lines, headers=headers)
    if answer.status_code != OK:
        return Observation(answer.status_code), answer.text
    (told,) = answer.json()["responses"]
    return (_hits(told) if told["status"] == OK else Observation(told["status"])), answer.text


async def _searched(server: Server, opened: Json, headers: dict[str, str]) -> tuple[Observation, str]:
    """Search in a point in time, if it holds anything, and close it."""
    pit = {"id": opened["id"]}
    if not opened["_shards"]["total"]:
        return Observation(OK, shards=0), str(opened)
    found = await server.ask("POST", "/_search", {"size": 1000, "pit": pit}, headers=headers)
    await server.ask("DELETE", "/_pit", pit, headers=headers)
    if found.status_code != OK:
        return Observation(found.status_code), found.text
    return replace(_hits(found.json()), skipped=frozenset()), found.text


def _headers(request: Request, rest_keys: Mapping[str, str]) -> dict[str, str]:
    if request.user in rest_keys:
        headers = {"Authorization": f"ApiKey {rest_keys[request.user]}"}
    else:
        basic = base64.b64encode(f"{request.user}:{PASSWORD}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}"}
    return headers if request.run_as is None else headers | {"es-security-runas-user": request.run_as}


def _http(request: Request) -> tuple[str, str, Json | None]:
    expression = quote(request.expression, safe=":,*-")
    options = _options(request)
    match request.kind:
        case Kind.SEARCH:
            options |= {} if request.ccs_minimize_roundtrips else {"ccs_minimize_roundtrips": "false"}
            return "POST", f"/{expression}/_search?{_query(options | {'size': '1000'})}", {}
        case Kind.COUNT:
            return "GET", f"/{expression}/_count?{_query(options)}", None
        case Kind.FIELD_CAPS:
            return "GET", f"/{expression}/_field_caps?{_query(options | {'fields': ','.join(FIELDS)})}", None
        case Kind.POINT_IN_TIME:
            return "POST", f"/{expression}/_pit?{_query(options | {'keep_alive': '1m'})}", None
        case Kind.RESOLVE_INDEX | Kind.RESOLVE_CLUSTER:
            what = request.kind.removeprefix("resolve_")
            expand = f"?expand_wildcards={options['expand_wildcards']}" if what == "index" else ""
            return "GET", f"/_resolve/{what}/{expression}{expand}", None
        case _:
            return "POST", f"/{expression}/_terms_enum", {"field": "kind", "size": 100}


def _options(request: Request) -> dict[str, str]:
    return {
        "ignore_unavailable": str(request.ignore_unavailable).lower(),
        "allow_no_indices": str(request.allow_no_indices).lower(),
        "expand_wildcards": ",".join(sorted(request.expand_wildcards)) or "none",
    }


def _query(options: Mapping[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in options.items())


def _skipped(told: Json) -> frozenset[str]:
    details = told.get("_clusters", {}).get("details", {})
    return frozenset(alias for alias, cluster in details.items() if cluster["status"] == "skipped")


def _hits(told: Json) -> Observation:
    seen: dict[str, tuple[set[str], set[str]]] = {}
    for hit in told["hits"]["hits"]:
        ids, fields = seen.setdefault(hit["_index"], (set(), set()))
        ids.add(hit["_id"])
        fields.update(set(hit.get("_source", {})) & set(FIELDS))
    frozen: Seen = {index: (frozenset(ids), frozenset(fields)) for index, (ids, fields) in seen.items()}
    return Observation(OK, _skipped(told), told["_shards"]["successful"], frozen)


def _count(told: Json) -> Observation:
    return Observation(
        OK, shards=told["_shards"]["successful"], names=frozenset({f"{told['count']} documents"})
    )


def _field_caps(told: Json) -> Observation:
    fields = {f"field {name}" for name in told["fields"]}
    return Observation(OK, names=frozenset(told["indices"]) | fields)


def _terms(told: Json) -> Observation:
    terms = frozenset(f"term {term}" for term in told["terms"])
    return Observation(OK, shards=told["_shards"]["successful"], names=terms)


def _resolved(told: Json) -> Observation:
    listed = [item["name"] for sort in ("indices", "aliases", "data_streams") for item in told[sort]]
    return Observation(OK, names=frozenset(listed))


def _clusters(told: Json) -> Observation:
    words = []
    for alias, cluster in told.items():
        if "error" in cluster or not cluster["connected"]:
            words.append(f"{alias}: error")
        else:
            words.append(f"{alias}: {'matches' if cluster['matching_indices'] else 'matches nothing'}")
    return Observation(OK, names=frozenset(words))


_READERS = {
    Kind.SEARCH: _hits,
    Kind.COUNT: _count,
    Kind.FIELD_CAPS: _field_caps,
    Kind.TERMS_ENUM: _terms,
    Kind.RESOLVE_INDEX: _resolved,
    Kind.RESOLVE_CLUSTER: _clusters,
}
