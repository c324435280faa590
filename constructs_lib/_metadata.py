"""The metadata of a stack, in `//.esremote`; its schema is docs/synthesis-metadata.schema.json."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib import _prerequisites
from esremote.model.deployment.ports import openings
from esremote.model.synthesis import METADATA_FORMAT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib._resource import ProviderCluster, Resource
    from constructs_lib.connection import Connection
    from esremote.model.findings.finding import Finding


def metadata(
    resources: Mapping[str, Resource],
    clusters: Mapping[str, ProviderCluster],
    connections: Sequence[Connection],
    findings: Sequence[Finding],
) -> dict[str, object]:
    """Return the metadata of one stack."""
    return {
        "format": METADATA_FORMAT,
        "sources": _sources(resources),
        "clusters": {name: clusters[name].facts() for name in sorted(clusters)},
        "connections": {connection.address: connection.facts() for connection in connections},
        "findings": [_finding(finding) for finding in findings],
        "node_settings": {
            name: settings.as_json() for name, settings in _prerequisites.node_settings(connections).items()
        },
        "ports": [
            opening.as_json()
            for opening in openings(
                need for connection in connections for need in _prerequisites.ports_needed(connection)
            )
        ],
    }


def _finding(finding: Finding) -> dict[str, object]:
    entry: dict[str, object] = {
        "rule": finding.rule,
        "id": finding.id,
        "severity": finding.severity.value,
        "message": finding.message,
        "remedy": finding.remedy,
        "source": finding.source.place,
    }
    if finding.source.address:
        entry["address"] = finding.source.address
    if finding.acknowledged:
        until = finding.acknowledged.until
        entry["acknowledged"] = {"reason": finding.acknowledged.reason} | (
            {"until": until.isoformat()} if until else {}
        )
    return entry


def _sources(resources: Mapping[str, Resource]) -> dict[str, str]:
    lines: dict[str, str] = {}
    for address, resource in sorted(resources.items()):
        lines[address] = resource.source
        for path, source in resource.sources().items():
            lines[f"{address}.{path}"] = source
    return lines
