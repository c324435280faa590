"""What a stack says about itself beside Terraform's JSON: `docs/synthesis-metadata.schema.json`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from esremote.access.landscape.landscape import Landscape
from esremote.model.findings.finding import Acknowledgement, Finding, Severity
from esremote.model.releases.versions import Version
from esremote.model.source import NOWHERE, Source
from esremote.model.synthesis import METADATA_FORMAT
from esremote.sources.merging import bare
from esremote.sources.problems import Problem, UnreadableError
from esremote.sources.provenance import Provenance
from esremote.sources.stated_prerequisites import stated_prerequisites

if TYPE_CHECKING:
    from collections.abc import Callable

    from esremote.access.landscape.landscape import Cluster
    from esremote.model.deployment.prerequisites import Prerequisites
    from esremote.sources.attributes import Attributes
    from esremote.sources.jsonlike import Json, JsonObject

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a synthesised stack says about itself.

    Args:
        provenance: where resources are written, and which cluster a connection leads to.
        landscape: its clusters, as far as the program tells about them.
        findings: what the checks found at synthesis, acknowledged or not.
        prerequisites: what its connections need of networks and nodes; None if our construct library did not
            write the stack.
    """

    provenance: Provenance = field(default_factory=Provenance)
    landscape: Landscape = field(default_factory=Landscape)
    findings: tuple[Finding, ...] = ()
    prerequisites: Prerequisites | None = None

    @property
    def checked(self) -> bool:
        """Whether the checks ran at synthesis: our construct library wrote the stack."""
        return self.prerequisites is not None


def read_metadata(stack: Attributes, name: str, today: date) -> Metadata:
    """Read the metadata of one `cdk.tf.json`; a stack that our constructs did not write has none.

    Raises:
        UnreadableError: its format is newer than this.
    """
    comment = stack.inner("//")
    told = comment.inner("esremote") if comment else None
    clusters = configured_clusters(stack.values)
    if told is None:
        return Metadata(landscape=Landscape(tuple(map(bare, sorted(clusters)))))
    if told.values.get("format") != METADATA_FORMAT:
        got = repr(told.values.get("format"))
        message = f"//.esremote.format is {got}, {METADATA_FORMAT} is needed: use the esremote that wrote it"
        raise UnreadableError([Problem(name, message)])
    described = dict(told.named("clusters"))
    sources = told.inner("sources")
    written = {path: sources.text(path) for path in sources.values} if sources else {}
    return Metadata(
        provenance=_provenance(told, {path: Source.parse(text) for path, text in written.items() if text}),
        landscape=Landscape(
            tuple(_cluster(one, described.get(one)) for one in sorted({*clusters, *described}))
        ),
        findings=tuple(_finding(one, today) for one in told.each("findings")),
        prerequisites=stated_prerequisites(told),
    )


def _provenance(told: Attributes, sources: dict[str, Source]) -> Provenance:
    connections = dict(told.named("connections"))
    remotes = {address: one.text("remote") for address, one in connections.items()}
    models = {address: one.text("security") for address, one in connections.items()}
    access = {address: one.inner("access") for address, one in connections.items()}
    return Provenance(
        sources=sources,
        remote_clusters={address: remote for address, remote in remotes.items() if remote},
        key_access={address: one.values for address, one in access.items() if one},
        models={address: model for address, model in models.items() if model},
    )


def configured_clusters(stack: JsonObject) -> dict[str, JsonObject]:
    """Return the clusters of the provider's configuration, each with its attributes."""
    configured = _object(stack.get("provider")).get("esremote", [])
    every = configured if isinstance(configured, list) else [configured]
    return {
        name: _object(values)
        for provider in every
        for name, values in _object(_object(provider).get("clusters")).items()
    }


def _cluster(name: str, facts: Attributes | None) -> Cluster:
    cluster = bare(name)
    if facts is None:
        return cluster
    written = facts.text("source")
    return replace(
        cluster,
        version=_parsed(facts, "version", Version.parse) or cluster.version,
        license=facts.text("license") or cluster.license,
        source=Source.parse(written) if written else NOWHERE,
    )


def _finding(told: Attributes, today: date) -> Finding:
    id_ = told.required("id")
    rule, _, subject = id_.partition("[")
    accepted = _acknowledgement(id_, told.inner("acknowledged"))
    holds = accepted is not None and accepted.holds(today)
    expired = (
        ""
        if accepted is None or holds
        else f" (the acknowledgement {accepted.reason!r} expired on {accepted.until})"
    )
    return Finding(
        rule=rule,
        subject=subject.removesuffix("]"),
        severity=_parsed(told, "severity", Severity) or Severity.WARNING,
        message=told.required("message") + expired,
        remedy=told.text("remedy") or "",
        source=Source.parse(told.text("source") or "", told.text("address")),
        acknowledged=accepted if holds else None,
    )


def _acknowledgement(of: str, told: Attributes | None) -> Acknowledgement | None:
    if told is None:
        return None
    return Acknowledgement(
        of=of, reason=told.required("reason"), until=_parsed(told, "until", date.fromisoformat)
    )


def _parsed(told: Attributes, name: str, parse: Callable[[str], _T]) -> _T | None:
    """Read a string that means something; note it if it does not."""
    text = told.text(name)
    try:
        return parse(text) if text is not None else None
    except ValueError as mistake:
        told.notes.problems.append(Problem(told.at(name), str(mistake)))
        return None


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}
