"""A report for programs: versioned, described by `docs/review.schema.json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from esremote.review import words
from esremote.review.headline import headline, notes

if TYPE_CHECKING:
    from esremote.access.decision.decisions import Step
    from esremote.access.decision.filters import Documents, Fields
    from esremote.model.findings.finding import Finding
    from esremote.model.source import Source
    from esremote.review.report import Access, AccessChange, Change, Link, Report

FORMAT_VERSION = "1.2"
"""An addition increases the minor number; a removal or a changed meaning increases the major number."""


def write(report: Report) -> str:
    """Render as JSON, indented, with a line break at the end."""
    return json.dumps(value(report), indent=2, ensure_ascii=False) + "\n"


def value(report: Report) -> dict[str, Any]:
    """Return the report as a value for `json.dumps`."""
    return {
        "format_version": FORMAT_VERSION,
        "title": report.title,
        "headline": headline(report),
        "notes": list(notes(report)),
        "summary": {
            "new_access": len(report.gained),
            "lost_access": len(report.lost),
            "open_findings": len(report.open_findings),
            "acknowledged_findings": len(report.findings) - len(report.open_findings),
        },
        "new_access": [_access_change(change) for change in report.gained],
        "not_looked_at": [
            {"address": change.address, "why": change.why} for change in report.left_out.may_give_access
        ],
        "drifted_access": [_access_change(change) for change in report.drifted],
        "lost_access": [_access_change(change) for change in report.lost],
        "changes": [_change(change) for change in report.changes],
        "ports": [
            {
                "direction": change.direction.value,
                "from_cluster": change.port.from_cluster,
                "to_cluster": change.port.to_cluster,
                "endpoint": change.port.endpoint,
                "purpose": change.port.purpose,
            }
            for change in report.ports
        ],
        "trust": [
            {
                "direction": change.direction.value,
                "truster": change.trust.truster,
                "trusted": change.trust.trusted,
                "interface": change.trust.interface,
            }
            for change in report.trust
        ],
        "findings": [finding(each) for each in report.findings],
        "connections": [link(each) for each in report.links],
        "known_after_apply": list(report.unknown),
    }


def _access_change(change: AccessChange) -> dict[str, Any]:
    return {
        **access(change.access),
        "reasons": words.in_common(change),
        "comparable": all(words.comparable(change.access, other) for other in change.in_common),
    }


def access(row: Access) -> dict[str, Any]:
    """Return access as JSON."""
    return {
        "role": row.role,
        "local_cluster": row.local_cluster or None,
        "alias": row.alias or None,
        "remote_cluster": row.remote_cluster,
        "abilities": [ability.value for ability in row.abilities],
        "names": list(row.names),
        "example": row.example,
        "documents": documents(row.documents),
        "fields": fields(row.fields),
        "restricted_indices": row.restricted,
        "not_known": list(row.missing),
        "steps": [step(each) for each in row.steps],
    }


def step(taken: Step) -> dict[str, Any]:
    """Return one step of a trace as JSON."""
    return {
        "verdict": taken.verdict.value,
        "cluster": taken.cluster,
        "what": taken.what,
        "detail": taken.detail,
        "source": source(taken.source),
    }


def documents(value: Documents) -> list[list[str]] | None:
    """Return the queries: one of each list must match. None if all documents can be seen."""
    return sorted(sorted(layer) for layer in value.layers) if value.layers else None


def fields(value: Fields) -> list[list[dict[str, list[str]]]] | None:
    """Return field security in the same form. None if all fields can be seen."""
    if value.all:
        return None
    return sorted(
        (
            [{"grant": list(group.grant), "except": list(group.except_)} for group in sorted(layer, key=repr)]
            for layer in value.layers
        ),
        key=repr,
    )


def source(place: Source) -> dict[str, Any]:
    """Return a place as JSON."""
    return {"file": place.file, "line": place.line, "address": place.address}


def _change(change: Change) -> dict[str, Any]:
    return {
        "direction": change.direction.value,
        "kind": change.kind,
        "name": change.name,
        "address": change.address,
        "replaced": change.replaced,
        "outside_terraform": change.outside,
        "imported": change.imported,
        "forgotten": change.forgotten,
        "moved_from": change.moved_from,
        "details": [
            {"path": detail.path, "before": detail.before, "after": detail.after} for detail in change.details
        ],
        "source": source(change.source),
    }


def finding(found: Finding) -> dict[str, Any]:
    """Return a finding as JSON."""
    return {
        "id": found.id,
        "rule": found.rule,
        "severity": found.severity.value,
        "message": found.message,
        "remedy": found.remedy or None,
        "acknowledged": str(found.acknowledged) if found.acknowledged else None,
        "source": source(found.source),
    }


def link(arrow: Link) -> dict[str, Any]:
    """Return a connection as JSON."""
    return {
        "local_cluster": arrow.local_cluster,
        "alias": arrow.alias,
        "remote_cluster": arrow.remote_cluster,
        "security_model": arrow.model,
        "port": arrow.port or None,
        "direction": arrow.direction.value if arrow.direction else None,
    }
