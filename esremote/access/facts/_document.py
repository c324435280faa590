"""The whole document: its envelope, the references between its parts, reading and writing."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from esremote.access.facts._members import CLUSTERS, REQUESTS
from esremote.access.facts._references import check_references
from esremote.access.facts._shapes import FactsProblem, FactsProblems, Json, shown
from esremote.access.landscape.landscape import Landscape

if TYPE_CHECKING:
    from esremote.access.decision.requests import Request

FORMAT = "esremote/facts"
VERSION = 1


class InvalidFactsError(ValueError):
    """A facts document that cannot be understood; `problems` holds every mistake with its JSON path."""

    def __init__(self, problems: tuple[FactsProblem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@dataclass(frozen=True, slots=True)
class Facts:
    """A landscape and, optionally, questions about it.

    Args:
        landscape: the clusters.
        requests: the questions.
        ignored: JSON paths of members that have no bearing on remote access.
    """

    landscape: Landscape
    requests: tuple[Request, ...] = ()
    ignored: tuple[str, ...] = field(default=(), compare=False)


def read(text: str | bytes) -> Facts:
    """Read a facts document.

    Args:
        text: the JSON.

    Raises:
        InvalidFactsError: it is not JSON, not a facts document, or wrong somewhere; all mistakes at once.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as mistake:
        raise InvalidFactsError((FactsProblem("$", f"this is not JSON: {mistake}"),)) from None
    problems = FactsProblems()
    facts = _read(document, problems)
    if problems.noted:
        raise InvalidFactsError(tuple(problems.noted))
    return facts


def _read(document: Json, problems: FactsProblems) -> Facts:
    if not isinstance(document, dict):
        problems.note("$", f"an object is needed, got {shown(document)}")
        return Facts(Landscape())
    _read_envelope(document, problems)
    clusters = CLUSTERS.read(document.get("clusters", {}), "$.clusters", problems)
    requests = REQUESTS.read(document.get("requests", []), "$.requests", problems)
    facts = Facts(Landscape(clusters), requests, tuple(problems.ignored))
    if not problems.noted:
        check_references(facts.landscape, facts.requests, problems)
    return facts


def _read_envelope(document: dict[str, Json], problems: FactsProblems) -> None:
    if document.get("format") != FORMAT:
        problems.note("$.format", f"{json.dumps(FORMAT)} is needed, got {shown(document.get('format'))}")
    if document.get("version") != VERSION or isinstance(document.get("version"), bool):
        problems.note("$.version", f"{VERSION} is needed, got {shown(document.get('version'))}")
    if "clusters" not in document:
        problems.note("$.clusters", "is needed")
    for name in document:
        if name not in {"format", "version", "clusters", "requests"}:
            problems.note(f"$.{name}", "no such member; there are format, version, clusters, requests")


def write(facts: Facts) -> str:
    """Write a facts document, so that `read` gives the same facts; what has its default is left out."""
    document: dict[str, Json] = {
        "format": FORMAT,
        "version": VERSION,
        "clusters": CLUSTERS.write(facts.landscape.clusters),
    }
    if facts.requests:
        document["requests"] = REQUESTS.write(facts.requests)
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def schema() -> dict[str, Json]:
    """Give the document's JSON schema, draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "esremote facts document",
        "type": "object",
        "additionalProperties": False,
        "required": ["format", "version", "clusters"],
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "clusters": CLUSTERS.schema(),
            "requests": REQUESTS.schema(),
        },
    }
