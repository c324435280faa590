"""Decisions as text and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from esremote.access.decision import traces
from esremote.access.decision.decisions import Ruling, Verdict
from esremote.review.writers.json import documents, fields, step
from esremote.review.writers.lines import line, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from esremote.access.decision.decisions import Decision, IndexAccess
    from esremote.review.writers.lines import Line

FORMAT_VERSION = "1.0"

_COLOURS = {Ruling.ALLOWED: "green", Ruling.DENIED: "red", Ruling.UNKNOWN: "yellow"}
_STYLES = {
    Verdict.PERMITS: "green",
    Verdict.NARROWS: "yellow",
    Verdict.DENIES: "red",
    Verdict.SKIPS: "yellow",
    Verdict.NOTES: "dim",
}


def write(decisions: Sequence[Decision]) -> str:
    """Render without colour."""
    return plain(lines(decisions))


def lines(decisions: Sequence[Decision]) -> Iterator[Line]:
    """Yield the lines of every decision, separated by an empty line."""
    for number, decision in enumerate(decisions):
        if number:
            yield line("")
        yield from of_one(decision)


def of_one(decision: Decision) -> Iterator[Line]:
    """Yield a decision's headline, its steps, what can be read, and the remedy."""
    headline, *rest = traces.text(decision).splitlines()
    yield line(headline, f"bold {_COLOURS[decision.ruling]}")
    verdicts = [each.verdict for each in decision.trace]
    for number, row in enumerate(rest):
        yield line(row, _STYLES[verdicts[number]] if number < len(verdicts) else "")


def write_json(decisions: Sequence[Decision]) -> str:
    """Render for programs, one decision for each question; `docs/decisions.schema.json` describes it."""
    document = {"format_version": FORMAT_VERSION, "decisions": [value(decision) for decision in decisions]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def value(decision: Decision) -> dict[str, Any]:
    """Return a decision as JSON."""
    request = decision.request
    return {
        "id": request.id or None,
        "cluster": request.cluster,
        "expression": request.expression,
        "kind": request.kind.value,
        "user": request.user or None,
        "roles": list(request.roles),
        "ruling": decision.ruling.value,
        "allowed": decision.allowed,
        "missing": [{"what": missing.what, "settle": missing.settle} for missing in decision.missing],
        "status": decision.status,
        "clusters": [
            {
                "alias": part.alias or None,
                "cluster": part.cluster,
                "outcome": part.outcome.value,
                "indices": [_access(access) for access in part.indices],
                "patterns": [_access(access) for access in part.patterns],
            }
            for part in decision.parts
        ],
        "remedy": decision.remedy,
        "steps": [step(each) for each in decision.trace],
    }


def _access(access: IndexAccess) -> dict[str, Any]:
    return {
        "name": access.name,
        "documents": documents(access.documents),
        "fields": fields(access.fields),
    }
