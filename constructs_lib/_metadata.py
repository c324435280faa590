"""What a stack says under `//.esremote`; docs/synthesis-metadata.schema.json has its shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib import _network
from esremote.model.deployment.ports import openings
from esremote.model.synthesis import METADATA_FORMAT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib._registry import Resource
    from constructs_lib.cluster import Cluster
    from constructs_lib.connection import Connection
    from esremote.model.findings.finding import Finding


def metadata(
    resources: Mapping[str, Resource],
    clusters: Mapping[str, Cluster],
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
            name: needed.as_json() for name, needed in _network.settings_by_cluster(connections).items()
        },
        "ports": [
            opening.as_json()
            for opening in openings(need for each in connections for need in _network.needs(each))
        ],
    }


def _finding(finding: Finding) -> dict[str, object]:
    written: dict[str, object] = {
        "rule": finding.rule,
        "id": finding.id,
        "severity": finding.severity.value,
        "message": finding.message,
        "remedy": finding.remedy,
        "source": finding.source.place,
    }
    if finding.source.address:
        written["address"] = finding.source.address
    if finding.acknowledged:
        until = finding.acknowledged.until
        written["acknowledged"] = {"reason": finding.acknowledged.reason} | (
            {"until": until.isoformat()} if until else {}
        )
    return written


def _sources(resources: Mapping[str, Resource]) -> dict[str, str]:
    written: dict[str, str] = {}
    for address, resource in sorted(resources.items()):
        written[address] = resource.source
        for path, source in resource.sources().items():
            written[f"{address}.{path}"] = source
    return written
