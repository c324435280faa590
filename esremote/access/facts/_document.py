"""The whole document: its envelope, the references between its parts, reading and writing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.access.facts._members import CLUSTERS, REQUESTS
from esremote.access.facts._references import check_references
from esremote.access.facts._shapes import Finding, Findings, Json, shown
from esremote.access.landscape.landscape import Landscape

if TYPE_CHECKING:
    from esremote.access.decision.requests import Request

FORMAT = "esremote/facts"
VERSION = 1


class InvalidFactsError(ValueError):
    """A facts document that cannot be understood; `findings` holds every mistake with its JSON path."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(map(str, findings)))


@dataclass(frozen=True, slots=True)
class Facts:
    """A landscape and, optionally, questions about it."""

    landscape: Landscape
    requests: tuple[Request, ...] = ()


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
        raise InvalidFactsError((Finding("$", f"this is not JSON: {mistake}"),)) from None
    findings = Findings()
    facts = _read(document, findings)
    if findings.noted:
        raise InvalidFactsError(tuple(findings.noted))
    return facts


def _read(document: Json, findings: Findings) -> Facts:
    if not isinstance(document, dict):
        findings.note("$", f"an object is needed, got {shown(document)}")
        return Facts(Landscape())
    _read_envelope(document, findings)
    clusters = CLUSTERS.read(document.get("clusters", {}), "$.clusters", findings)
    requests = REQUESTS.read(document.get("requests", []), "$.requests", findings)
    facts = Facts(Landscape(clusters), requests)
    if not findings.noted:
        check_references(facts.landscape, facts.requests, findings)
    return facts


def _read_envelope(document: dict[str, Json], findings: Findings) -> None:
    if document.get("format") != FORMAT:
        findings.note("$.format", f"{json.dumps(FORMAT)} is needed, got {shown(document.get('format'))}")
    if document.get("version") != VERSION or isinstance(document.get("version"), bool):
        findings.note("$.version", f"{VERSION} is needed, got {shown(document.get('version'))}")
    if "clusters" not in document:
        findings.note("$.clusters", "is needed")
    for name in document:
        if name not in {"format", "version", "clusters", "requests"}:
            findings.note(f"$.{name}", "no such member; there are format, version, clusters, requests")


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
