"""What a stack says about itself, beside Terraform's JSON: `docs/synthesis-metadata.schema.json`."""

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

    Attributes:
        provenance: where resources are written, and which cluster a connection leads to.
        landscape: its clusters, as far as the program describes them.
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
    """Read the metadata of one `cdk.tf.json`. A stack that our constructs did not write has none.

    Args:
        stack: the whole document.
        name: its file, for messages.
        today: the day on which acknowledgements must hold.

    Raises:
        UnreadableError: another version of esremote wrote the metadata, in another format.
    """
    comment = stack.inner("//")
    metadata = comment.inner("esremote") if comment else None
    clusters = configured_clusters(stack.values)
    if metadata is None:
        return Metadata(landscape=Landscape(tuple(map(bare, sorted(clusters)))))
    if metadata.values.get("format") != METADATA_FORMAT:
        got = repr(metadata.values.get("format"))
        message = f"//.esremote.format is {got}, {METADATA_FORMAT} is needed: use the esremote that wrote it"
        raise UnreadableError([Problem(name, message)])
    described = dict(metadata.named("clusters"))
    sources = metadata.inner("sources")
    written = {path: sources.text(path) for path in sources.values} if sources else {}
    return Metadata(
        provenance=_provenance(
            metadata, {path: Source.parse(text) for path, text in written.items() if text}
        ),
        landscape=Landscape(
            tuple(_cluster(cluster, described.get(cluster)) for cluster in sorted({*clusters, *described}))
        ),
        findings=tuple(_finding(entry, today) for entry in metadata.each("findings")),
        prerequisites=stated_prerequisites(metadata),
    )


def _provenance(metadata: Attributes, sources: dict[str, Source]) -> Provenance:
    connections = dict(metadata.named("connections"))
    remotes = {address: facts.text("remote") for address, facts in connections.items()}
    models = {address: facts.text("security") for address, facts in connections.items()}
    access = {address: facts.inner("access") for address, facts in connections.items()}
    return Provenance(
        sources=sources,
        remote_clusters={address: remote for address, remote in remotes.items() if remote},
        key_access={address: allowed.values for address, allowed in access.items() if allowed},
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


def _finding(entry: Attributes, today: date) -> Finding:
    id_ = entry.required("id")
    rule, _, subject = id_.partition("[")
    accepted = _acknowledgement(id_, entry.inner("acknowledged"))
    holds = accepted is not None and accepted.holds(today)
    expired = (
        ""
        if accepted is None or holds
        else f" (the acknowledgement {accepted.reason!r} expired on {accepted.until})"
    )
    return Finding(
        rule=rule,
        subject=subject.removesuffix("]"),
        severity=_parsed(entry, "severity", Severity) or Severity.WARNING,
        message=entry.required("message") + expired,
        remedy=entry.text("remedy") or "",
        source=Source.parse(entry.text("source") or "", entry.text("address")),
        acknowledged=accepted if holds else None,
    )


def _acknowledgement(of: str, entry: Attributes | None) -> Acknowledgement | None:
    if entry is None:
        return None
    return Acknowledgement(
        of=of, reason=entry.required("reason"), until=_parsed(entry, "until", date.fromisoformat)
    )


def _parsed(attributes: Attributes, name: str, parse: Callable[[str], _T]) -> _T | None:
    """Read a string that stands for a value; note it if it does not."""
    text = attributes.text(name)
    try:
        return parse(text) if text is not None else None
    except ValueError as mistake:
        attributes.notes.problems.append(Problem(attributes.at(name), str(mistake)))
        return None


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}
