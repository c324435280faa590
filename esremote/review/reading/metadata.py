"""What a stack says about itself beside Terraform's JSON: `docs/synthesis-metadata.schema.json`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from esremote.model.landscape import Landscape
from esremote.model.provenance import NOWHERE, Source
from esremote.model.versions import Version
from esremote.review.problems import Problem, UnreadableError
from esremote.review.reading.merging import bare
from esremote.review.reading.provenance import Provenance
from esremote.review.report import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.model.landscape import Cluster
    from esremote.review.jsonlike import Json

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a synthesised stack says about itself.

    Args:
        provenance: where resources are written, and which cluster a connection leads to.
        landscape: its clusters, as far as the program tells about them.
        findings: what the checks found at synthesis, acknowledged or not.
        checked: whether there were such checks: our construct library wrote the stack.
    """

    provenance: Provenance = field(default_factory=Provenance)
    landscape: Landscape = field(default_factory=Landscape)
    findings: tuple[Finding, ...] = ()
    checked: bool = False


def read_metadata(stack: Mapping[str, Any], name: str, today: date) -> Metadata:
    """Read the metadata of one `cdk.tf.json`; a stack that our constructs did not write has none.

    Raises:
        UnreadableError: its format is newer than this.
    """
    told = _object(_object(stack.get("//")).get("esremote"))
    if not told:
        return Metadata(landscape=Landscape(tuple(bare(one) for one in provider_clusters(stack))))
    if told.get("format") != FORMAT:
        got = repr(told.get("format"))
        message = f"//.esremote.format is {got}, {FORMAT} is needed: use the esremote that wrote it"
        raise UnreadableError([Problem(name, message)])
    connections = {address: _object(one) for address, one in _object(told.get("connections")).items()}
    clusters = {one: {} for one in provider_clusters(stack)} | _object(told.get("clusters"))
    return Metadata(
        provenance=Provenance(
            sources={path: place(text) for path, text in _object(told.get("sources")).items()},
            remote_clusters={
                address: one["remote"] for address, one in connections.items() if "remote" in one
            },
            key_access={address: one["access"] for address, one in connections.items() if "access" in one},
            models={address: one["security"] for address, one in connections.items() if "security" in one},
        ),
        landscape=Landscape(
            tuple(_cluster(name, _object(facts)) for name, facts in sorted(clusters.items()))
        ),
        findings=tuple(_finding(one, today) for one in told.get("findings", ())),
        checked=True,
    )


def place(text: str) -> Source:
    """Read `file:line`.

    >>> place("stacks/search.py:21")
    Source(file='stacks/search.py', line=21, address=None)
    """
    file, _, line = text.rpartition(":")
    return Source(file, int(line)) if file and line.isdigit() else Source(text)


def provider_clusters(stack: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the clusters of the provider's configuration."""
    configured = _object(stack.get("provider")).get("esremote", [])
    every = configured if isinstance(configured, list) else [configured]
    return tuple(sorted({name for one in every for name in _object(_object(one).get("clusters"))}))


def _cluster(name: str, facts: Mapping[str, Any]) -> Cluster:
    cluster = bare(name)
    return replace(
        cluster,
        version=Version.parse(facts["version"]) if "version" in facts else cluster.version,
        license=facts.get("license", cluster.license),
        source=place(facts["source"]) if "source" in facts else NOWHERE,
    )


def _finding(told: Mapping[str, Any], today: date) -> Finding:
    accepted = told.get("acknowledged")
    until = accepted.get("until") if accepted else None
    holds = accepted is not None and (until is None or today <= date.fromisoformat(until))
    written = place(told["source"]) if "source" in told else NOWHERE
    expired = (
        f" (the acknowledgement {accepted['reason']!r} ended on {until})" if accepted and not holds else ""
    )
    return Finding(
        id=told["id"],
        severity=Severity(told["severity"]),
        message=told["message"] + expired,
        remedy=told.get("remedy", ""),
        acknowledged=accepted["reason"] + (f" (until {until})" if until else "")
        if accepted and holds
        else None,
        source=Source(written.file, written.line, told.get("address")),
    )


def _object(value: Json) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
