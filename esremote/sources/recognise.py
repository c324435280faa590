"""Which kind of source a file or folder is, by what it contains."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from esremote.access import facts
from esremote.sources.kinds import Kind
from esremote.sources.plan import is_plan, is_state
from esremote.sources.problems import Problem, UnreadableError
from esremote.sources.stack_files import APP_FOLDER, STACK_FILE, chosen, find_stacks
from esremote.sources.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from esremote.sources.jsonlike import Json, JsonObject

_YAML = frozenset({".yaml", ".yml"})
_TERRAFORM = ("resource", "provider", "terraform")


@dataclass(frozen=True, slots=True)
class Recognised:
    """A source whose kind is known, and nothing else of it yet.

    Attributes:
        path: the file or folder, as the user named it.
        kind: what it is.
        document: the content of a file; empty for what synthesis wrote.
        stacks: for what synthesis wrote, the `cdk.tf.json` of each stack.
    """

    path: Path
    kind: Kind
    document: JsonObject = field(default_factory=dict)
    stacks: tuple[Path, ...] = ()


def recognise(path: Path, *, stacks: Sequence[str] = ()) -> Recognised:
    """Find out what a file or folder is.

    Args:
        path: the file or folder.
        stacks: the names of the stacks of a synthesised app to read; all of them by default.

    Raises:
        UnreadableError: it does not exist, cannot be parsed, or is nothing that describes clusters; or
            `stacks` names a stack that it does not have.
    """
    if path.is_dir() or path.name == APP_FOLDER.name:
        kind = Kind.STACK if (path / STACK_FILE).exists() else Kind.APP
        return Recognised(path, kind, stacks=chosen(path, find_stacks(path), stacks))
    if path.name == STACK_FILE:
        return Recognised(path, Kind.STACK, stacks=chosen(path, (path,), stacks))
    document = _parsed(path)
    kind = _kind(path, document)
    if kind is Kind.STACK:
        return Recognised(path, kind, stacks=chosen(path, (path,), stacks))
    if stacks:
        message = f"chooses among the stacks of a synthesised app, and {path} is {kind}: remove --stack"
        raise UnreadableError([Problem("--stack", message)])
    return Recognised(path, kind, document)


def _kind(path: Path, document: JsonObject) -> Kind:
    match document:
        case {"format": str(named)} if named == facts.FORMAT:
            return Kind.FACTS
        case _ if is_plan(document):
            return Kind.PLAN
        case _ if is_state(document):
            return Kind.STATE
        case _ if any(isinstance(document.get(block), dict) for block in _TERRAFORM):
            return Kind.STACK
        case {"clusters": _} if "format" not in document:
            return Kind.CLUSTERS
        case _ if not document:
            raise UnreadableError([Problem(str(path), "is empty")])
    message = (
        "is neither a plan nor a state (`terraform show -json`), nor a synthesised stack (cdk.tf.json), "
        "nor a facts document (docs/facts.md), nor a list of live clusters (docs/doctor.md)"
    )
    raise UnreadableError([Problem(str(path), message)])


def _parsed(path: Path) -> JsonObject:
    is_yaml = path.suffix in _YAML
    try:
        text = path.read_bytes()
        document: Json = read_yaml(text).value if is_yaml else json.loads(text)
    except OSError as problem:
        raise UnreadableError([Problem(str(path), f"cannot be read: {problem.strerror}")]) from None
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        reason = f"is not YAML ({problem})" if is_yaml else f"is not JSON ({problem}); {_HINT}"
        raise UnreadableError([Problem(str(path), reason)]) from None
    if document is None and is_yaml:
        raise UnreadableError([Problem(str(path), "is empty")])
    if not isinstance(document, dict):
        raise UnreadableError(
            [Problem(str(path), f"is not {'a YAML mapping' if is_yaml else 'a JSON object'}")]
        )
    return document


_HINT = "convert a binary plan with `terraform show -json PLAN > plan.json`"
