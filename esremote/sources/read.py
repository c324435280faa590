"""Reads every source that is a file or a folder; `esremote.live` asks the clusters that a list names."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from esremote.access import facts
from esremote.access.landscape.landscape import Landscape
from esremote.sources.clusters import clusters_of_list, clusters_of_plan
from esremote.sources.description import Description
from esremote.sources.kinds import Kind
from esremote.sources.merging import merge
from esremote.sources.plan import read_plan, read_state
from esremote.sources.problems import Problem, UnreadableError, within
from esremote.sources.provenance import Provenance
from esremote.sources.recognise import recognise
from esremote.sources.snapshot import Snapshot
from esremote.sources.stack import read_stack, snapshot_of
from esremote.sources.stack_files import STACK_FILE, stack_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from esremote.sources.recognise import Recognised
    from esremote.sources.stack import Stack


def read_source(
    path: Path,
    *,
    today: date,
    synth_dir: Path | None = None,
    stacks: Sequence[str] = (),
    base: Landscape | None = None,
) -> Description:
    """Read a source of any kind. A list of live clusters says how they are reached, and no more.

    Args:
        path: the file or folder.
        today: the day on which acknowledgements must hold.
        synth_dir: for a plan or a state, the folder of the stack that it was made from, which knows the
            Python lines, the findings and the node settings; by default its own folder, if it is one.
        stacks: the stacks of a synthesised app to read; all of them by default.
        base: facts that are known besides.

    Raises:
        UnreadableError: it is none of these, or something in it cannot be read; everything wrong at once.
    """
    source = recognise(path, stacks=stacks)
    known = base or Landscape()
    if synth_dir is not None and not source.kind.comes_from_terraform:
        message = f"belongs to a plan or a state, and {path} is {source.kind}: remove --synth-dir"
        raise UnreadableError([Problem("--synth-dir", message)])
    match source.kind:
        case Kind.APP | Kind.STACK:
            return _read_stacks(source, today, known)
        case Kind.PLAN | Kind.STATE:
            return _read_terraform(source, today, known, synth_dir)
        case Kind.FACTS:
            return _read_facts(source)
        case Kind.CLUSTERS:
            return Description(str(path), source.kind, Snapshot(), configured=clusters_of_list(source))


def _read_stacks(source: Recognised, today: date, base: Landscape) -> Description:
    stacks = [read_stack(file, today) for file in source.stacks]
    known = reduce(merge, (stack.metadata.landscape for stack in stacks), base)
    problems: list[Problem] = []
    after = snapshot_of(stacks, known, problems)
    if problems:
        raise UnreadableError(within(source.path, problems))
    return Description(
        str(source.path),
        source.kind,
        after,
        others={address: other for stack in stacks for address, other in stack.others.items()},
        metadata=tuple(stack.metadata for stack in stacks),
        configured={name: values for stack in stacks for name, values in stack.clusters.items()},
    )


def _read_terraform(source: Recognised, today: date, base: Landscape, synth_dir: Path | None) -> Description:
    name = str(source.path)
    stack = _made_from(source.path, today, synth_dir)
    metadata = (stack.metadata,) if stack else ()
    known = merge(base, stack.metadata.landscape) if stack else base
    provenance = stack.metadata.provenance if stack else Provenance()
    if source.kind is Kind.STATE:
        state = read_state(source.document, name, provenance, known)
        configured = stack.clusters if stack else {}
        return Description(name, source.kind, state, metadata=metadata, configured=configured)
    plan = read_plan(source.document, name, provenance, known)
    return Description(
        name,
        source.kind,
        plan.after,
        before=plan.before,
        changes=plan.changes,
        applied=plan.applied,
        left_out=plan.left_out,
        metadata=metadata,
        configured=stack.clusters if stack else clusters_of_plan(source),
    )


def _made_from(path: Path, today: date, synth_dir: Path | None) -> Stack | None:
    """Read the stack that a plan or a state was made from, if it can be found."""
    if synth_dir is not None:
        return read_stack(stack_of(synth_dir), today)
    beside = path.parent / STACK_FILE
    return read_stack(beside, today) if beside.exists() else None


def _read_facts(source: Recognised) -> Description:
    try:
        stated = facts.read(source.path.read_bytes())
    except facts.InvalidFactsError as error:
        problems = [Problem(problem.path, problem.message) for problem in error.problems]
        raise UnreadableError(within(source.path, problems)) from None
    return Description(
        str(source.path),
        source.kind,
        Snapshot(landscape=stated.landscape),
        requests=stated.requests,
        ignored=stated.ignored,
    )
