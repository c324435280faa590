"""Findings and new access as SARIF 2.1.0, which code hosts show beside the lines of the pull request."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from esremote.model.findings.catalogue import CATALOGUE
from esremote.model.findings.finding import Severity
from esremote.model.findings.rule import Rule, plain
from esremote.model.sentences import sentence
from esremote.review import words

if TYPE_CHECKING:
    from esremote.model.findings.finding import Finding
    from esremote.model.source import Source
    from esremote.review.report import AccessChange, Report

NEW_ACCESS = "new-access"
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SECURITY_SEVERITY = {Severity.ERROR: "8.0", Severity.WARNING: "5.0", Severity.NOTE: "2.0"}


def write(report: Report) -> str:
    """Render as one run of one tool."""
    results = [_new_access(change, report.title) for change in report.gained]
    results += [_finding(finding, report.title) for finding in report.findings]
    rules = {
        NEW_ACCESS: _rule(
            NEW_ACCESS,
            "A role can reach names on another cluster that it could not reach before",
            Severity.WARNING,
        )
    }
    for finding in report.findings:
        rules.setdefault(finding.rule, _rule_of(finding))
    driver = {"name": "esremote", "rules": list(rules.values())}
    run = {"tool": {"driver": driver}, "results": results, "columnKind": "unicodeCodePoints"}
    return (
        json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)
        + "\n"
    )


def _rule_of(finding: Finding) -> dict[str, Any]:
    """Describe a finding's rule; one of a newer version of esremote is known by its id alone."""
    match CATALOGUE.get(finding.rule):
        case Rule() as rule:
            return {
                **_rule(rule.id, plain(rule.cause), rule.severity),
                "fullDescription": {"text": plain(rule.impact)},
                "help": {"text": f"{plain(sentence(rule.remedy))} See {rule.anchor}."},
            }
        case None:
            return _rule(finding.rule, f"Rule {finding.rule}", finding.severity)


def _rule(name: str, text: str, severity: Severity) -> dict[str, Any]:
    return {
        "id": name,
        "shortDescription": {"text": text},
        "defaultConfiguration": {"level": severity.value},
        "properties": {"security-severity": _SECURITY_SEVERITY[severity]},
    }


def _new_access(change: AccessChange, title: str) -> dict[str, Any]:
    row = change.access
    text = f"{row.who} can {words.abilities(row)} {', '.join(row.names)} on {words.where(row)}"
    limits = words.joined((words.limits(row), *words.in_common(change)))
    return _result(
        NEW_ACCESS, NEW_ACCESS, Severity.WARNING, f"{text} ({limits})" if limits else text, row.source, title
    )


def _finding(finding: Finding, title: str) -> dict[str, Any]:
    text = f"{finding.message}; {finding.remedy}" if finding.remedy else finding.message
    result = _result(finding.rule, finding.id, finding.severity, text, finding.source, title)
    if finding.acknowledged is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": str(finding.acknowledged)}]
    return result


def _result(  # noqa: PLR0913, PLR0917 - one argument for each member
    rule: str, subject: str, severity: Severity, text: str, source: Source, title: str
) -> dict[str, Any]:
    where: dict[str, Any] = {"artifactLocation": {"uri": quote(source.file or title)}}
    if source.file and source.line:
        where["region"] = {"startLine": source.line}
    location: dict[str, Any] = {"physicalLocation": where}
    if source.address:
        location["logicalLocations"] = [{"fullyQualifiedName": source.address, "kind": "resource"}]
    print_of = hashlib.sha256(f"{subject}\n{source.address or ''}\n{text}".encode()).hexdigest()
    return {
        "ruleId": rule,
        "level": severity.value,
        "message": {"text": text},
        "locations": [location],
        "partialFingerprints": {"esremote/v1": print_of},
    }
