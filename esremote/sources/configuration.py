"""The configuration in a plan: which key a connection refers to, which provider a resource belongs to.

A plan names resources of the configuration without the instances of `count` and `for_each`, and references
without what they evaluate to: `["esremote_cross_cluster_api_key.k", "each.key"]`. Locals are not in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from esremote.sources.resource_types.api_key import API_KEY
from esremote.sources.resource_types.connection import CONNECTION
from esremote.sources.resource_types.elasticstack import STACK_API_KEY, UNKNOWN_CLUSTER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from esremote.sources.jsonlike import Json, JsonObject

_INDEX = r"\[(?:\"(?:[^\"\\]|\\.)*\"|\d+)\]"
_STEP = re.compile(rf"module\.([\w-]+)({_INDEX})?\.")
_KEY_TYPES = (API_KEY, STACK_API_KEY)
_KEY = re.compile(rf"((?:{'|'.join(_KEY_TYPES)})\.[\w-]+)({_INDEX})?(?:\..*)?")
_OUTPUT = re.compile(rf"module\.([\w-]+)({_INDEX})?(?:\.([\w-]+).*)?")
_ANY_INDEX = f"(?:{_INDEX})?"
_MOST_HOPS = 20


@dataclass(frozen=True, slots=True)
class Module:
    """One module of the configuration, and how its parent calls it.

    Args:
        content: its `resources`, `module_calls` and `outputs`.
        parent: the module that calls it; None for the root.
        call: what the parent gives it.
    """

    content: JsonObject
    parent: Module | None = None
    call: JsonObject = field(default_factory=dict)

    def child(self, name: str) -> Module:
        """Return the module that a call of this one leads to."""
        call = _object(_object(self.content.get("module_calls")).get(name))
        return Module(_object(call.get("module")), self, call)

    def resource(self, address: str) -> JsonObject:
        """Return a resource by its address in the module, empty if there is none."""
        for resource in _list(self.content.get("resources")):
            if isinstance(resource, dict) and resource.get("address") == address:
                return resource
        return {}


@dataclass(frozen=True, slots=True)
class Place:
    """One instance of a resource in the configuration.

    Args:
        module: the module that it is in.
        prefix: the address of the instance of that module, with its dot; empty for the root.
        resource: its configuration, empty if the configuration does not have it.
        index: its own instance, `["a"]` or `[0]`; empty without `count` and `for_each`.
    """

    module: Module
    prefix: str
    resource: JsonObject
    index: str


def place_of(document: JsonObject, address: str) -> Place:
    """Find a resource of a plan in the plan's configuration."""
    module = Module(_object(_object(document.get("configuration")).get("root_module")))
    rest, prefix = address, ""
    while step := _STEP.match(rest):
        module, prefix, rest = module.child(step[1]), prefix + step[0], rest[step.end() :]
    own = re.fullmatch(rf"(.*?)({_INDEX})?", rest, re.DOTALL)
    name, index = (own[1], own[2] or "") if own else (rest, "")
    return Place(module, prefix, module.resource(name), index)


def keys_in_use(document: JsonObject, addresses: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Find the key resources that the `credentials_wo` of each connection may refer to.

    Args:
        document: the plan.
        addresses: every resource that the plan knows.

    Returns:
        for each connection that refers to keys, the addresses of these keys. Several if the plan does not
        tell which one it is: the connection may use any of them.
    """
    known = tuple(addresses)
    keys = [address for address in known if any(f"{type_}." in address for type_ in _KEY_TYPES)]
    found: dict[str, tuple[str, ...]] = {}
    for address in known:
        if f"{CONNECTION}." in address:
            place = place_of(document, address)
            given = _object(_object(place.resource.get("expressions")).get("credentials_wo"))
            patterns = tuple(_referred(_references(given), place, _MOST_HOPS))
            used = tuple(key for key in keys if any(re.fullmatch(pattern, key) for pattern in patterns))
            if used:
                found[address] = used
    return found


def _referred(references: tuple[str, ...], place: Place, hops: int) -> Iterator[str]:
    """Yield regular expressions of the addresses of the keys that references may lead to."""
    if hops == 0:
        yield ".*"
        return
    same_instance = {"each.key", "count.index"} & {*references} and "each.value" not in _heads(references)
    chosen = re.escape(place.index) if same_instance else _ANY_INDEX
    exact = {match[1] for each in references if (match := _KEY.fullmatch(each)) and match[2]}
    outputs = {match[1] for each in references if (match := _OUTPUT.fullmatch(each)) and match[3]}
    for reference in references:
        if match := _KEY.fullmatch(reference):
            if match[2] or match[1] not in exact:
                index = re.escape(match[2]) if match[2] else chosen
                yield re.escape(place.prefix + match[1]) + index
        elif match := _OUTPUT.fullmatch(reference):
            if match[3] or match[1] not in outputs:
                yield from _output(match, place, chosen, hops)
        elif reference.startswith("var."):
            yield from _variable(reference.split(".")[1], place, hops)
        elif reference.startswith("each.value"):
            values = _object(place.resource.get("for_each_expression"))
            yield from _referred(_references(values), place, hops - 1)
        elif reference.startswith("local."):
            yield ".*"  # a plan does not have locals


def _output(match: re.Match[str], place: Place, chosen: str, hops: int) -> Iterator[str]:
    """Follow an output of a module; with `for_each`, the plan names the module and not which output."""
    child = place.module.child(match[1])
    every = _object(child.content.get("outputs"))
    output = {"expression": every if match[3] is None else _object(every.get(match[3])).get("expression")}
    inside = re.escape(f"{place.prefix}module.{match[1]}") + (re.escape(match[2]) if match[2] else chosen)
    below = Place(child, "", {}, "")
    for pattern in _referred(_references(_object(output.get("expression"))), below, hops - 1):
        yield rf"{inside}\.{pattern}"


def _variable(name: str, place: Place, hops: int) -> Iterator[str]:
    parent = place.module.parent
    if parent is None:
        return
    steps = list(_STEP.finditer(place.prefix))
    last = steps[-1]
    given = _object(_object(place.module.call.get("expressions")).get(name))
    above = Place(parent, place.prefix[: last.start()], place.module.call, last[2] or "")
    yield from _referred(_references(given), above, hops - 1)


def _heads(references: Iterable[str]) -> set[str]:
    return {".".join(reference.split(".")[:2]) for reference in references}


def _references(expression: JsonObject) -> tuple[str, ...]:
    """Collect the references of an expression, at any depth: an object of expressions has no own ones."""
    found: list[str] = []
    for name, value in expression.items():
        if name == "references" and isinstance(value, list):
            found.extend(each for each in value if isinstance(each, str))
        elif isinstance(value, dict):
            found.extend(_references(value))
        elif isinstance(value, list):
            found.extend(each for item in value if isinstance(item, dict) for each in _references(item))
    return tuple(found)


def providers_clusters(document: JsonObject, types: Mapping[str, str]) -> dict[str, str]:
    """Say on which cluster the resources of other providers are, by the addresses of the resources.

    A provider whose endpoint is one of those of a cluster in esremote's `clusters` manages that cluster;
    of any other it is known that it manages some cluster.

    Args:
        document: the plan.
        types: the type of each resource, by its address.
    """
    configured = _object(_object(document.get("configuration")).get("provider_config"))
    endpoints = {
        endpoint.rstrip("/"): name
        for provider in configured.values()
        if _object(provider).get("name") == "esremote"
        for name, values in _object(_constant(_object(provider), "clusters")).items()
        for endpoint in _list(_object(values).get("endpoints"))
        if isinstance(endpoint, str)
    }
    found = {}
    for address in types:
        place = place_of(document, address)
        key = str(place.resource.get("provider_config_key") or types[address].partition("_")[0])
        settings = (place.resource, _object(configured.get(key)))
        named = [text for each in settings for text in _texts(each.get("expressions"))]
        matching = {endpoints[text.rstrip("/")] for text in named if text.rstrip("/") in endpoints}
        if len(matching) == 1:
            found[address] = matching.pop()
        else:
            found[address] = f"{UNKNOWN_CLUSTER}{key})"
    return found


def _constant(provider: JsonObject, name: str) -> Json:
    return _object(_object(provider.get("expressions")).get(name)).get("constant_value")


def _texts(value: Json) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from _texts(inner)
        case list():
            for inner in value:
                yield from _texts(inner)


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
