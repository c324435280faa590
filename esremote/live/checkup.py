"""A check-up of observed clusters: which aliases answer, why others do not, and what needs attention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.access.permissions.requesters import requested_connections
from esremote.live.aliases import aliases_of
from esremote.live.as_facts import readable_facts
from esremote.live.checks import ALIAS_CHECKS, CLUSTER_CHECKS
from esremote.live.matching_roles import matching_roles
from esremote.model.findings import catalogue
from esremote.model.findings.rule import Occurrence
from esremote.model.patterns import TooComplexError
from esremote.review import rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from esremote.live.aliases import AliasCheckup
    from esremote.live.observed import ObservedCluster
    from esremote.model.findings.finding import Finding

_NEED_ONE_SIDE = {catalogue.CERTIFICATE_MODEL.id, catalogue.SEVERAL_ALIASES.id}
"""Rules of the review that hold whether or not the remote cluster was observed."""


@dataclass(frozen=True, slots=True)
class Checkup:
    """Everything that was found.

    Args:
        at: when.
        clusters: the clusters as they were observed.
        aliases: all of their aliases.
        findings: what needs attention, the worst first.
    """

    at: datetime
    clusters: tuple[ObservedCluster, ...]
    aliases: tuple[AliasCheckup, ...]
    findings: tuple[Finding, ...]


def checkup(observed: Sequence[ObservedCluster], at: datetime) -> Checkup:
    """Check observed clusters.

    Args:
        observed: the clusters. Only connections between two of them can be checked from both sides.
        at: the time at which certificates, keys and licences must be valid.
    """
    aliases = aliases_of(observed)
    found = [*_of_clusters(observed, at), *_of_aliases(aliases, at), *_of_connections(observed)]
    return Checkup(at, tuple(observed), aliases, tuple(sorted(found, key=_weight)))


def _of_clusters(observed: Sequence[ObservedCluster], at: datetime) -> Iterator[Finding]:
    for cluster in observed:
        for rule, look in CLUSTER_CHECKS.items():
            for occurrence in look(cluster, at):
                yield rule.finding(occurrence, subject=cluster.name)


def _of_aliases(aliases: Sequence[AliasCheckup], at: datetime) -> Iterator[Finding]:
    for alias in aliases:
        for rule, look in ALIAS_CHECKS.items():
            for occurrence in look(alias, at):
                yield rule.finding(occurrence, subject=alias.name)


def _of_connections(observed: Sequence[ObservedCluster]) -> Iterator[Finding]:
    """Apply the rules of the review, most of them only if both sides were observed."""
    known = {cluster.name for cluster in observed if cluster.answers}
    read = readable_facts(observed)
    for cluster, problems in read.problems.items():
        yield from (_not_readable(cluster, problem) for problem in problems)
    matching = matching_roles(read.facts.landscape)
    for cluster, role, error in matching.too_complex:
        yield _not_readable(cluster, f"which aliases role {role!r} is for, not known: too complex ({error})")
    for requested in requested_connections(matching.landscape):
        try:
            found = list(rules.of_connection(requested))
        except TooComplexError as error:
            name = f"{requested.local.name}/{requested.alias}"
            yield _not_readable(
                requested.local.name, f"what {name} is used for, not known: too complex ({error})"
            )
            continue
        for finding in found:
            if requested.remote.name in known or finding.rule in _NEED_ONE_SIDE:
                yield finding


def _not_readable(cluster: str, what: str) -> Finding:
    return catalogue.CLUSTER_NOT_READABLE.finding(
        Occurrence(f"{cluster!r} does not show {what}"), subject=cluster
    )


def _weight(finding: Finding) -> tuple[int, str]:
    return finding.severity.rank, finding.id
