"""Synthesised folders: what `cdktf synth` or `python main.py` wrote, before Terraform has seen it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from esremote.sources.attributes import Attributes, Notes
from esremote.sources.metadata import Metadata, read_metadata
from esremote.sources.problems import Problem, UnreadableError
from esremote.sources.resources import API_KEY, CONNECTION
from esremote.sources.snapshot import Resource, Snapshot, snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from esremote.access.landscape.landscape import Landscape

STACK = "cdk.tf.json"
_KEY_REFERENCE = re.compile(rf"\$\{{({API_KEY}\.[\w-]+)\.encoded\}}")


@dataclass(frozen=True, slots=True)
class Stack:
    """One synthesised stack: its name, its resources and what it says about itself."""

    name: str
    resources: tuple[Resource, ...]
    metadata: Metadata


def find_stacks(folder: Path) -> list[Path]:
    """Find the stacks in a folder: of one stack, or of a whole app.

    Raises:
        UnreadableError: there are none.
    """
    found = sorted(
        {*folder.glob(STACK), *folder.glob(f"stacks/*/{STACK}"), *folder.glob(f"*/stacks/*/{STACK}")}
    )
    if not found:
        message = f"has no {STACK}: synthesise first, `cdktf synth` or `python main.py`"
        raise UnreadableError([Problem(str(folder), message)])
    return found


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
    name = file.parent.name
    resources = tuple(_resources(whole, name))
    if whole.notes.problems:
        problems = whole.notes.problems
        raise UnreadableError(Problem(f"{file}: {one.place}", one.message) for one in dict.fromkeys(problems))
    keys = {one.address: match for one in resources if (match := _key_in_use(one))}
    linked = replace(metadata, provenance=replace(metadata.provenance, key_addresses=keys))
    return Stack(name, resources, linked)


def _resources(document: Attributes, stack: str) -> Iterator[Resource]:
    types = document.inner("resource")
    for type_ in types.values if types else ():
        if types and type_.startswith("esremote_"):
            for name, attributes in types.named(type_):
                yield Resource(f"{type_}.{name}", type_, attributes.values, stack)


def _key_in_use(resource: Resource) -> str | None:
    if resource.type != CONNECTION:
        return None
    match = _KEY_REFERENCE.fullmatch(str(resource.attributes.get("credentials_wo", "")))
    return match[1] if match else None


def snapshot_of(stacks: Iterable[Stack], base: Landscape, problems: list[Problem]) -> Snapshot:
    """Put stacks together with what is known already; note what cannot be read."""
    return snapshot(((stack.resources, stack.metadata.provenance) for stack in stacks), base, problems)
