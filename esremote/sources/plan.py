"""Plans and states: the JSON of `terraform show -json`. A plan describes resources before and after."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from esremote.sources.attributes import Attributes, Notes
from esremote.sources.problems import Problem, UnreadableError, within
from esremote.sources.resource_types import is_ours, not_understood
from esremote.sources.resource_types.api_key import API_KEY
from esremote.sources.resource_types.connection import CONNECTION
from esremote.sources.snapshot import Resource, Snapshot, snapshot
from esremote.sources.unknown import with_unknowns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from esremote.access.landscape.landscape import Landscape
    from esremote.sources.jsonlike import Json, JsonObject
    from esremote.sources.provenance import Provenance

_MAJOR = "1"
_KEY_REFERENCE = re.compile(rf"({API_KEY}\.[\w-]+(?:\[[^\]]*\])?)\.encoded")


@dataclass(frozen=True, slots=True)
class ResourceChange:
    """What a plan does to one resource.

    Attributes:
        address: the resource's address.
        type: the resource's type.
        actions: Terraform's actions: `create`, `update`, `delete`, `no-op`; two of them for a replacement.
        before: its attributes now; None if it does not exist.
        after: its attributes after apply, `UNKNOWN` where they are not known yet; None if it will not exist.
        outside: True if it has already changed, outside Terraform.
    """

    address: str
    type: str
    actions: tuple[str, ...]
    before: JsonObject | None
    after: JsonObject | None
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan contains: both sides, and the change of each resource."""

    before: Snapshot
    after: Snapshot
    changes: tuple[ResourceChange, ...]


def is_plan(document: JsonObject) -> bool:
    """Say whether a JSON document is a plan of Terraform or OpenTofu."""
    return "planned_values" in document or "resource_changes" in document


def is_state(document: JsonObject) -> bool:
    """Say whether a JSON document is a state, as `terraform show -json` without a plan prints it."""
    return "terraform_version" in document and not is_plan(document)


def read_plan(document: JsonObject, name: str, provenance: Provenance, base: Landscape) -> Plan:
    """Read a plan.

    Args:
        document: the parsed JSON.
        name: the file's name, for messages.
        provenance: what is known about the resources that the plan does not contain.
        base: facts that no resource of the plan states.

    Raises:
        UnreadableError: it is not a plan of a format that we know, or resources in it cannot be read.
    """
    _check_format(document, name)
    whole = Attributes(document, "", Notes())
    linked = replace(provenance, key_addresses={**dict(_keys_in_use(whole)), **provenance.key_addresses})
    changes = tuple(_changes(whole, "resource_changes"))
    drift = tuple(_changes(whole, "resource_drift"))
    problems = whole.notes.problems
    touched = {change.address for change in changes}
    prior = whole.inner("prior_state")
    idle = [each for each in _state_resources(prior) if each.address not in touched] if prior else []
    earlier = replace(linked, models={}, key_access={})  # these describe the clusters after apply
    before = snapshot([([*idle, *_side(changes, "before")], earlier)], base, problems)
    after = snapshot([([*idle, *_side(changes, "after")], linked)], base, problems)
    if problems:
        raise UnreadableError(within(name, problems))
    return Plan(before, after, (*changes, *drift))


def read_state(document: JsonObject, name: str, provenance: Provenance, base: Landscape) -> Snapshot:
    """Read a state. The arguments and errors are those of `read_plan`."""
    _check_format(document, name)
    whole = Attributes(document, "", Notes())
    problems = whole.notes.problems
    state = snapshot([(_state_resources(whole), provenance)], base, problems)
    if problems:
        raise UnreadableError(within(name, problems))
    return state


def _check_format(document: JsonObject, name: str) -> None:
    version = str(document.get("format_version", ""))
    if version.partition(".")[0] != _MAJOR:
        got = repr(version) if version else "missing"
        message = f"format_version is {got}, {_MAJOR}.x is needed: create it with `terraform show -json PLAN`"
        raise UnreadableError([Problem(name, message)])


def _changes(document: Attributes, member: str) -> Iterator[ResourceChange]:
    """Read `resource_changes` or `resource_drift`; both have the same shape."""
    for entry in document.each(member):
        mode, type_ = entry.required("mode"), entry.required("type")
        change = entry.inner("change")
        if mode != "managed" or not is_ours(type_) or "deposed" in entry.values or change is None:
            continue
        if problem := not_understood(type_, entry.required("address")):
            document.notes.problems.append(problem)
            continue
        actions = change.texts("actions")
        before, after = change.inner("before"), change.inner("after")
        yield ResourceChange(
            address=entry.required("address"),
            type=type_,
            actions=actions,
            before=before.values if before else None,
            after=_after(actions, before, after, change.values.get("after_unknown")),
            outside=member == "resource_drift",
        )


def _after(
    actions: tuple[str, ...], before: Attributes | None, after: Attributes | None, unknown: Json
) -> JsonObject | None:
    match actions:
        case ("delete",):
            return None
        case ("forget",):  # Terraform lets go of it; in Elasticsearch it stays
            return before.values if before else None
        case _:
            laid = with_unknowns(after.values if after else {}, unknown if isinstance(unknown, dict) else {})
            return laid if isinstance(laid, dict) else {}


def _side(changes: tuple[ResourceChange, ...], side: str) -> Iterator[Resource]:
    for change in changes:
        attributes = change.before if side == "before" else change.after
        if attributes is not None:
            yield Resource(change.address, change.type, attributes)


def _state_resources(state: Attributes) -> Iterator[Resource]:
    values = state.inner("values")
    modules = [values.inner("root_module") if values else None]
    while modules:
        module = modules.pop()
        if module is None or not module.known:
            continue
        modules.extend(module.each("child_modules"))
        for entry in module.each("resources"):
            type_, attributes = entry.required("type"), entry.inner("values")
            if entry.required("mode") == "managed" and is_ours(type_) and attributes:
                yield Resource(entry.required("address"), type_, attributes.values)


def _keys_in_use(document: Attributes) -> Iterator[tuple[str, str]]:
    """Find which key resource a connection's `credentials_wo` refers to."""
    configuration = document.inner("configuration")
    module = configuration.inner("root_module") if configuration else None
    for resource in module.each("resources") if module else ():
        expressions = resource.inner("expressions")
        given = (
            expressions.inner("credentials_wo")
            if expressions and resource.text("type") == CONNECTION
            else None
        )
        for reference in given.texts("references") if given else ():
            if match := _KEY_REFERENCE.fullmatch(reference):
                yield resource.required("address"), match[1]
