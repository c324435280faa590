"""A report for programs: versioned, described by `docs/review.schema.json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from esremote.review import words
from esremote.review.headline import headline

if TYPE_CHECKING:
    from esremote.access.decision.decisions import Step
    from esremote.access.decision.filters import Documents, Fields
    from esremote.model.findings.finding import Finding
    from esremote.model.source import Source
    from esremote.review.report import Access, AccessChange, Change, Link, Report

FORMAT_VERSION = "1.1"
"""The minor number grows with every addition, the major one when something changes its meaning or goes."""


def write(report: Report) -> str:
    """Render as JSON, indented, with a line break at the end."""
    return json.dumps(value(report), indent=2, ensure_ascii=False) + "\n"


def value(report: Report) -> dict[str, Any]:
    """Give the report as what `json.dumps` takes."""
    return {
        "format_version": FORMAT_VERSION,
        "title": report.title,
        "headline": headline(report),
        "summary": {
            "new_access": len(report.gained),
            "lost_access": len(report.lost),
            "open_findings": len(report.open_findings),
            "acknowledged_findings": len(report.findings) - len(report.open_findings),
        },
        "new_access": [_access_change(change) for change in report.gained],
        "lost_access": [_access_change(change) for change in report.lost],
        "changes": [_change(change) for change in report.changes],
        "ports": [
            {
                "direction": one.direction.value,
                "from_cluster": one.port.from_cluster,
                "to_cluster": one.port.to_cluster,
                "endpoint": one.port.endpoint,
                "purpose": one.port.purpose,
            }
            for one in report.ports
        ],
        "trust": [
            {
                "direction": one.direction.value,
                "truster": one.trust.truster,
                "trusted": one.trust.trusted,
                "interface": one.trust.interface,
            }
            for one in report.trust
        ],
        "findings": [finding(one) for one in report.findings],
        "connections": [link(one) for one in report.links],
        "known_after_apply": list(report.unknown),
    }


def _access_change(change: AccessChange) -> dict[str, Any]:
    return {
        **access(change.access),
        "reasons": words.in_common(change),
        "comparable": all(words.comparable(change.access, other) for other in change.in_common),
    }


def access(one: Access) -> dict[str, Any]:
    """Give access as JSON."""
    return {
        "role": one.role,
        "local_cluster": one.local_cluster or None,
        "alias": one.alias or None,
        "remote_cluster": one.remote_cluster,
        "abilities": [ability.value for ability in one.abilities],
        "names": list(one.names),
        "example": one.example,
        "documents": documents(one.documents),
        "fields": fields(one.fields),
        "restricted_indices": one.restricted,
        "steps": [step(each) for each in one.steps],
    }


def step(one: Step) -> dict[str, Any]:
    """Give one step of a trace as JSON."""
    return {
        "verdict": one.verdict.value,
        "cluster": one.cluster,
        "what": one.what,
        "detail": one.detail,
        "source": source(one.source),
    }


def documents(value: Documents) -> list[list[str]] | None:
    """Give the queries: of each list one must match, for every list; None when all documents can be seen."""
    return sorted(sorted(layer) for layer in value.layers) if value.layers else None


def fields(value: Fields) -> list[list[dict[str, list[str]]]] | None:
    """Give field security in the same way; None when all fields can be seen."""
    if value.all:
        return None
    return sorted(
        (
            [{"grant": list(one.grant), "except": list(one.except_)} for one in sorted(layer, key=repr)]
            for layer in value.layers
        ),
        key=repr,
    )


def source(place: Source) -> dict[str, Any]:
    """Give a place as JSON."""
    return {"file": place.file, "line": place.line, "address": place.address}


def _change(change: Change) -> dict[str, Any]:
    return {
        "direction": change.direction.value,
        "kind": change.kind,
        "name": change.name,
        "address": change.address,
        "replaced": change.replaced,
        "outside_terraform": change.outside,
        "details": [{"path": one.path, "before": one.before, "after": one.after} for one in change.details],
        "source": source(change.source),
    }


def finding(one: Finding) -> dict[str, Any]:
    """Give a finding as JSON."""
    return {
        "id": one.id,
        "rule": one.rule,
        "severity": one.severity.value,
        "message": one.message,
        "remedy": one.remedy or None,
        "acknowledged": str(one.acknowledged) if one.acknowledged else None,
        "source": source(one.source),
    }


def link(one: Link) -> dict[str, Any]:
    """Give a connection as JSON."""
    return {
        "local_cluster": one.local_cluster,
        "alias": one.alias,
        "remote_cluster": one.remote_cluster,
        "security_model": one.model,
        "port": one.port or None,
        "direction": one.direction.value if one.direction else None,
    }
