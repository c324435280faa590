"""Any file or folder that describes clusters: a plan, a state, a synthesised folder, a facts document."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from esremote.access import facts
from esremote.access.landscape.landscape import Landscape
from esremote.sources.merging import merge
from esremote.sources.metadata import Metadata
from esremote.sources.plan import ResourceChange, is_plan, is_state, read_plan, read_state
from esremote.sources.problems import Problem, UnreadableError
from esremote.sources.snapshot import Snapshot
from esremote.sources.synthesised import STACK, find_stacks, read_stack, snapshot_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from esremote.access.decision.requests import Request
    from esremote.model.findings.finding import Finding


@dataclass(frozen=True, slots=True)
class Input:
    """What one file or folder says.

    Args:
        name: the file or folder, as it was named.
        after: the world that it describes; for a plan, after apply.
        before: for a plan, the world as it is now; otherwise None.
        changes: for a plan, what it does to each resource.
        metadata: what the synthesised stacks say about themselves.
        requests: the questions of a facts document.
    """

    name: str
    after: Snapshot
    before: Snapshot | None = None
    changes: tuple[ResourceChange, ...] = ()
    metadata: tuple[Metadata, ...] = ()
    requests: tuple[Request, ...] = ()

    @property
    def synthesised(self) -> bool:
        """Whether our construct library wrote it, and so has checked it."""
        return any(each.checked for each in self.metadata)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks found at synthesis."""
        return tuple(one for each in self.metadata for one in each.findings)


def read_input(
    path: Path, *, today: date, synthesised: Path | None = None, base: Landscape | None = None
) -> Input:
    """Read a plan's JSON, a state's JSON, a synthesised folder or a facts document.

    Args:
        path: the file or folder.
        today: the day on which acknowledgements must hold.
        synthesised: for a plan, the folder it was made from, which knows the Python lines and the findings;
            by default the plan's own folder, if it is one.
        base: facts that are known besides.

    Raises:
        UnreadableError: it is none of these, or something in it cannot be read; everything wrong at once.
    """
    known = base or Landscape()
    if path.is_dir() or path.name == STACK:
        return _read_folder(path, today, known)
    document = _json(path)
    if document.get("format") == "esremote/facts":
        return _read_facts(path)
    if is_plan(document) or is_state(document):
        return _read_terraform(path, document, today, known, synthesised)
    message = (
        "is neither a plan or state (`terraform show -json`), nor a facts document, nor a synthesised folder"
        if document
        else "is empty"
    )
    raise UnreadableError([Problem(str(path), message)])


def _read_folder(path: Path, today: date, base: Landscape) -> Input:
    files = [path] if path.name == STACK else find_stacks(path)
    stacks = [read_stack(file, today) for file in files]
    known = reduce(merge, (stack.metadata.landscape for stack in stacks), base)
    problems: list[Problem] = []
    after = snapshot_of(stacks, known, problems)
    _raise(path, problems)
    return Input(str(path), after, metadata=tuple(stack.metadata for stack in stacks))


def _read_terraform(
    path: Path, document: dict[str, Any], today: date, base: Landscape, synthesised: Path | None
) -> Input:
    folder = synthesised or path.parent
    beside = folder / STACK
    metadata = read_stack(beside, today).metadata if beside.exists() else Metadata()
    known = merge(base, metadata.landscape)
    if is_plan(document):
        plan = read_plan(document, str(path), metadata.provenance, known)
        return Input(str(path), plan.after, plan.before, plan.changes, metadata=(metadata,))
    return Input(str(path), read_state(document, str(path), metadata.provenance, known), metadata=(metadata,))


def _read_facts(path: Path) -> Input:
    try:
        told = facts.read(path.read_bytes())
    except facts.InvalidFactsError as error:
        raise UnreadableError(Problem(f"{path}: {one.path}", one.message) for one in error.findings) from None
    return Input(str(path), Snapshot(landscape=told.landscape), requests=told.requests)


def _json(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_bytes())
    except OSError as problem:
        raise UnreadableError([Problem(str(path), f"cannot be read: {problem.strerror}")]) from None
    except (ValueError, RecursionError) as problem:
        hint = "a plan is read as JSON: terraform show -json PLAN > plan.json"
        raise UnreadableError([Problem(str(path), f"is not JSON ({problem}); {hint}")]) from None
    if not isinstance(document, dict):
        raise UnreadableError([Problem(str(path), "is not a JSON object")])
    return document


def _raise(path: Path, problems: Iterable[Problem]) -> None:
    found = [Problem(f"{path}: {one.place}", one.message) for one in dict.fromkeys(problems)]
    if found:
        raise UnreadableError(found)
