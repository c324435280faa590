"""Synthesised stacks: what `python main.py` or `cdktf synth` wrote, before Terraform has seen it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from esremote.sources.attributes import Attributes, Notes
from esremote.sources.clusters import beside
from esremote.sources.metadata import Metadata, configured_clusters, read_metadata
from esremote.sources.not_read import Other
from esremote.sources.problems import Problem, UnreadableError, within
from esremote.sources.resource_types import RESOURCE_TYPES, is_read
from esremote.sources.resource_types.api_key import API_KEY
from esremote.sources.resource_types.connection import CONNECTION
from esremote.sources.snapshot import Resource, Snapshot, snapshot
from esremote.sources.stack_files import stack_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from esremote.access.landscape.landscape import Landscape
    from esremote.sources.jsonlike import JsonObject

_KEY_REFERENCE = re.compile(rf"\$\{{({API_KEY}\.[\w-]+)\.encoded\}}")


@dataclass(frozen=True, slots=True)
class Stack:
    """One synthesised stack.

    Attributes:
        name: its name.
        resources: the provider's resources in it.
        metadata: what it says about itself.
        clusters: the provider's configuration of each cluster.
        others: the resources that are not read, by address.
    """

    name: str
    resources: tuple[Resource, ...]
    metadata: Metadata
    clusters: Mapping[str, JsonObject]
    others: Mapping[str, Other]


def read_stack(file: Path, today: date) -> Stack:
    """Read one `cdk.tf.json`.

    Raises:
        UnreadableError: it is not JSON, or not a stack.
    """
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as problem:
        raise UnreadableError([Problem(str(file), f"cannot be read as JSON: {problem}")]) from None
    if not isinstance(document, dict):
        raise UnreadableError([Problem(str(file), "is not an object of Terraform's JSON syntax")])
    whole = Attributes(document, "", Notes())
    metadata = read_metadata(whole, str(file), today)
    name = stack_name(file)
    resources = tuple(_resources(whole, name))
    if whole.notes.problems:
        problems = whole.notes.problems
        raise UnreadableError(within(file, problems))
    keys = {resource.address: (key,) for resource in resources if (key := _key_in_use(resource))}
    linked = replace(metadata, provenance=replace(metadata.provenance, key_addresses=keys))
    clusters = {cluster: beside(file, values) for cluster, values in configured_clusters(document).items()}
    return Stack(name, resources, linked, clusters, dict(_others(whole)))


def _resources(document: Attributes, stack: str) -> Iterator[Resource]:
    types = document.inner("resource")
    for type_ in types.values if types else ():
        if types and is_read(type_):
            for name, attributes in types.named(type_):
                yield Resource(f"{type_}.{name}", type_, attributes.values, stack)


def _others(document: Attributes) -> Iterator[tuple[str, Other]]:
    """Yield what is not read: other types, and of types that are read what is of another kind."""
    types = document.values.get("resource")
    for type_, named in types.items() if isinstance(types, dict) else ():
        row = RESOURCE_TYPES.get(type_)
        for name, values in named.items() if isinstance(named, dict) else ():
            if isinstance(values, dict) and (row is None or not row.understands(values)):
                yield f"{type_}.{name}", Other(type_, values)


def _key_in_use(resource: Resource) -> str | None:
    if resource.type != CONNECTION:
        return None
    match = _KEY_REFERENCE.fullmatch(str(resource.attributes.get("credentials_wo", "")))
    return match[1] if match else None


def snapshot_of(stacks: Iterable[Stack], base: Landscape, problems: list[Problem]) -> Snapshot:
    """Combine stacks with what is already known; note what cannot be read."""
    return snapshot(((stack.resources, stack.metadata.provenance) for stack in stacks), base, problems)
