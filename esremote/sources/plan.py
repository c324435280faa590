"""Plans and states: the JSON of `terraform show -json`. A plan describes resources before and after."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from esremote.sources.attributes import Attributes, Notes
from esremote.sources.configuration import keys_in_use, providers_clusters
from esremote.sources.not_read import LeftOut, left_out
from esremote.sources.problems import Problem, UnreadableError, within
from esremote.sources.resource_types import is_ours, is_read, not_understood
from esremote.sources.snapshot import Resource, Snapshot, snapshot
from esremote.sources.unknown import with_unknowns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from esremote.access.landscape.landscape import Landscape
    from esremote.sources.jsonlike import Json, JsonObject
    from esremote.sources.provenance import Provenance

_MAJOR = "1"


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
        imported: whether Terraform takes over what exists.
        moved_from: its address until now, if that changes.
    """

    address: str
    type: str
    actions: tuple[str, ...]
    before: JsonObject | None
    after: JsonObject | None
    outside: bool = False
    imported: bool = False
    moved_from: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan contains.

    Attributes:
        before: the clusters now, as the refresh found them.
        after: the clusters after apply.
        changes: what happens to each resource, and what already happened outside Terraform.
        applied: the clusters as the last apply left them; None if nothing has changed since.
        left_out: the changes that are not read.
    """

    before: Snapshot
    after: Snapshot
    changes: tuple[ResourceChange, ...]
    applied: Snapshot | None = None
    left_out: LeftOut = field(default_factory=LeftOut)


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
    changes = tuple(_changes(whole, "resource_changes"))
    drift = tuple(_changes(whole, "resource_drift"))
    problems = whole.notes.problems
    touched = {address for change in changes for address in (change.address, change.moved_from)}
    prior = whole.inner("prior_state")
    idle = [each for each in _state_resources(prior) if each.address not in touched] if prior else []
    linked = _linked(provenance, document, [*idle, *_side(changes, "before"), *_side(changes, "after")])
    earlier = replace(linked, models={}, key_access=_as_before(linked, changes))
    before = snapshot([([*idle, *_side(changes, "before")], earlier)], base, problems)
    after = snapshot([([*idle, *_side(changes, "after")], linked)], base, problems)
    applied = _last_applied(before, drift, earlier, base, problems)
    if problems:
        raise UnreadableError(within(name, problems))
    return Plan(before, after, (*changes, *drift), applied, left_out(document))


def _linked(provenance: Provenance, document: JsonObject, resources: Sequence[Resource]) -> Provenance:
    """Add what the plan's configuration says about its resources."""
    types = {resource.address: resource.type for resource in resources}
    return replace(
        provenance,
        key_addresses={**keys_in_use(document, types), **provenance.key_addresses},
        clusters=providers_clusters(
            document, {address: type_ for address, type_ in types.items() if not is_ours(type_)}
        ),
    )


def _as_before(provenance: Provenance, changes: Sequence[ResourceChange]) -> dict[str, JsonObject]:
    """Keep what is known of keys made elsewhere that stay in use; the rest describes the time after apply."""
    version = "credentials_wo_version"
    replaced = {
        change.address
        for change in changes
        if (change.before or {}).get(version) != (change.after or {}).get(version)
    }
    return {address: access for address, access in provenance.key_access.items() if address not in replaced}


def _last_applied(
    now: Snapshot,
    drift: Sequence[ResourceChange],
    provenance: Provenance,
    base: Landscape,
    problems: list[Problem],
) -> Snapshot | None:
    """Take back what happened outside Terraform; None if nothing did."""
    drifted = {change.address for change in drift}
    if not drifted:
        return None
    untouched = [resource for resource in now.resources if resource.address not in drifted]
    return snapshot([([*untouched, *_side(drift, "before")], provenance)], base, problems)


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
        if mode != "managed" or not is_read(type_) or "deposed" in entry.values or change is None:
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
            imported=isinstance(change.values.get("importing"), dict),
            moved_from=entry.text("previous_address"),
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


def _side(changes: Sequence[ResourceChange], side: str) -> Iterator[Resource]:
    for change in changes:
        if side == "after" and "forget" in change.actions and change.before and change.after:
            yield Resource(change.address, change.type, change.before)  # replaced, and the old one stays
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
            if entry.required("mode") == "managed" and is_read(type_) and attributes:
                yield Resource(entry.required("address"), type_, attributes.values)
