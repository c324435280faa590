"""Reads `access.yaml`: expectations about access, each with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from esremote.access.decision.requests import Kind
from esremote.review.asking import kinds
from esremote.review.expectations import Expect, Expectation
from esremote.sources.attributes import Attributes, Notes
from esremote.sources.problems import Problem, UnreadableError
from esremote.sources.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import TypeVar

    from esremote.sources.jsonlike import Json

    _T = TypeVar("_T")

MEMBERS = ("role", "roles", "user", "cluster", "connection", "can", "names", "expect", "because")


def read_expectations(file: Path) -> tuple[Expectation, ...]:
    """Read a file of expectations; `docs/access.schema.json` describes it.

    Raises:
        UnreadableError: something in the file is wrong. It contains all problems, each with its line.
    """
    try:
        text = file.read_text(encoding="utf-8")
        read = read_yaml(text)
    except OSError as problem:
        raise UnreadableError([Problem(str(file), f"cannot be read: {problem.strerror}")]) from None
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise UnreadableError([Problem(str(file), f"is not YAML: {problem}")]) from None
    document = read.value
    if not isinstance(document, dict) or not document.get("expectations"):
        example = "{role: analyst, connection: dublin, names: [logs-*], expect: allowed}"
        raise UnreadableError([Problem(str(file), f"has no expectations, for example: {example}")])
    lines = dict(_lines(read.tree, ""))
    notes = Notes()
    whole = Attributes(document, "", notes)
    notes.problems.extend(_unknown(whole, ("version", "expectations")))
    entries = whole.each("expectations")
    expectations = [_expectation(entry, f"{file}:{lines.get(entry.path, 1)}") for entry in entries]
    if notes.problems:
        raise UnreadableError(
            Problem(f"{file}:{_line(lines, problem.place)}", f"{problem.place}: {problem.message}")
            for problem in notes.problems
        )
    return tuple(expectations)


def _expectation(entry: Attributes, place: str) -> Expectation:
    problems = entry.notes.problems
    problems.extend(_unknown(entry, MEMBERS))
    roles = (*filter(None, (entry.text("role"),)), *entry.texts("roles"))
    user = entry.text("user") or ""
    if bool(roles) == bool(user):
        problems.append(Problem(entry.path, "must have either roles (role or roles) or a user"))
    names = entry.patterns("names")
    if not names:
        problems.append(Problem(entry.at("names"), "is missing or empty, index names or patterns are needed"))
    return Expectation(
        place=place,
        connection=entry.required("connection"),
        names=names,
        expect=_one_of(entry, "expect", {expect.value: expect for expect in Expect}, None) or Expect.ALLOWED,
        kind=_one_of(entry, "can", kinds(), Kind.SEARCH) or Kind.SEARCH,
        roles=roles,
        user=user,
        cluster=entry.text("cluster"),
        because=entry.text("because") or "",
    )


def _one_of(entry: Attributes, name: str, allowed: Mapping[str, _T], default: _T | None) -> _T | None:
    value = entry.values.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, str) or value not in allowed:
        got = "is missing" if value is None else f"is {value!r}"
        entry.notes.problems.append(Problem(entry.at(name), f"{got}, allowed are {', '.join(allowed)}"))
        return None
    return allowed[value]


def _unknown(entry: Attributes, known: tuple[str, ...]) -> Iterator[Problem]:
    for name in entry.values:
        if name not in known:
            yield Problem(entry.at(str(name)), f"is not known, allowed are {', '.join(known)}")


def _lines(node: Json, path: str) -> Iterator[tuple[str, int]]:
    """Yield the line of each value of a YAML document, by its path."""
    yield path, node.start_mark.line + 1
    match node:
        case yaml.MappingNode(value=members):
            for key, value in members:
                yield from _lines(value, f"{path}.{key.value}" if path else str(key.value))
        case yaml.SequenceNode(value=items):
            for position, value in enumerate(items):
                yield from _lines(value, f"{path}[{position}]")


def _line(lines: Mapping[str, int], path: str) -> int:
    """Return the line of a path or, if a member is missing, of the entry that should have it."""
    while path and path not in lines:
        path = path.rpartition(".")[0]
    return lines.get(path, 1)
