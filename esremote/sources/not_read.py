"""Changes in a plan that may give access to Elasticsearch, and that nothing here understands.

They are named, so that nobody takes what was not looked at for what gives no access.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.sources.configuration import place_of
from esremote.sources.resource_types import RESOURCE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from esremote.sources.jsonlike import Json, JsonObject

_PROVIDERS = frozenset({"elasticstack", "ec", "esremote"})
_GENERIC = frozenset(
    {"restapi", "http", "httpclient", "rest", "terracurl", "shell", "external", "elasticsearch"}
)
_WORDS = (
    "cluster.remote",
    "remote_indices",
    "remote_cluster",
    "_security/",
    "_cluster/settings",
    "k8s.elastic.co",
)
_IDLE = frozenset({"no-op", "read"})


@dataclass(frozen=True, slots=True)
class NotRead:
    """A change that may give access and is not understood.

    Attributes:
        address: the resource's address.
        why: why it may give access.
    """

    address: str
    why: str


@dataclass(frozen=True, slots=True)
class Other:
    """A resource of a stack that is not read: its type and its attributes."""

    type: str
    values: JsonObject


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a plan contains and a review does not look at.

    Attributes:
        may_give_access: changes that may give access to Elasticsearch.
        unrelated: how many other resources change that have nothing to do with Elasticsearch.
    """

    may_give_access: tuple[NotRead, ...] = ()
    unrelated: int = 0


def left_out(document: JsonObject) -> LeftOut:
    """Sort the changes of a plan that are not read by whether they may give access."""
    named: list[NotRead] = list(_of_the_plan(document))
    unrelated = 0
    for entry in _changed(document):
        address, type_ = str(entry.get("address")), str(entry.get("type"))
        why = _why(document, entry, address, type_)
        if why:
            named.append(NotRead(address, why))
        elif type_ not in RESOURCE_TYPES:
            unrelated += 1
    return LeftOut(tuple(named), unrelated)


def _changed(document: JsonObject) -> Iterator[JsonObject]:
    for entry in _list(document.get("resource_changes")):
        change = entry.get("change")
        actions = {*(change.get("actions") or ())} if isinstance(change, dict) else set()
        http = str(entry.get("type")) == "http"
        if (actions - _IDLE) or (http and "read" in actions):
            yield entry


def _why(document: JsonObject, entry: JsonObject, address: str, type_: str) -> str:
    if place_of(document, address).resource.get("provisioners"):
        return "runs provisioners"
    if _understood(type_, entry):
        return ""
    change = entry["change"]
    return _why_type(type_, [change.get("before"), change.get("after")])


def left_out_between(before: Mapping[str, Other], after: Mapping[str, Other]) -> LeftOut:
    """Sort what differs between the unread resources of two stacks, as `left_out` does for a plan."""
    named, unrelated = [], 0
    for address in sorted({*before, *after}):
        old, new = before.get(address), after.get(address)
        other = new or old
        if other is None or old == new:
            continue
        if why := _why_other(other):
            named.append(NotRead(address, why))
        else:
            unrelated += 1
    return LeftOut(tuple(named), unrelated)


def _why_other(other: Other) -> str:
    if other.values.get("provisioner"):
        return "runs provisioners"
    return _why_type(other.type, other.values)


def _why_type(type_: str, values: Json) -> str:
    """Say why a resource of a type that is not read may give access; empty if nothing says so."""
    provider = type_.partition("_")[0]
    if provider in _PROVIDERS:
        return f"is of the type {type_}, which the review does not understand"
    if provider in _GENERIC:
        return f"is of the type {type_}, which can send any request"
    text = json.dumps(values, default=str)
    if any(word in text for word in _WORDS):
        return f"is of the type {type_} and names settings of Elasticsearch"
    return ""


def _understood(type_: str, entry: JsonObject) -> bool:
    row, change = RESOURCE_TYPES.get(type_), entry["change"]
    values = change.get("after") or change.get("before") or {}
    return row is not None and "deposed" not in entry and row.understands(values)


def _of_the_plan(document: JsonObject) -> Iterator[NotRead]:
    """Yield what the plan itself says it does not contain."""
    for deferred in _list(document.get("deferred_changes")):
        change = deferred.get("resource_change")
        inner = change if isinstance(change, dict) else {}
        if str(inner.get("type")).partition("_")[0] in _PROVIDERS | _GENERIC:
            yield NotRead(str(inner.get("address")), "is deferred to a later plan")
    for action in _list(document.get("action_invocations")):
        yield NotRead(str(action.get("address")), "is an action, which can do anything")
    if document.get("errored") is True:
        yield NotRead("the plan", "ended with an error and is not complete")


def _list(value: Json) -> list[JsonObject]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
