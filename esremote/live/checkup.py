"""What a doctor sees in observed clusters: which aliases answer, why others do not, what needs care."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from esremote.live import diagnosing
from esremote.live.as_facts import as_facts
from esremote.live.remotes import remote_of
from esremote.model.roles.reserved import RESERVED_ROLES
from esremote.review import rules
from esremote.review.abilities import covers_alias
from esremote.review.reach import bridges
from esremote.review.report import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from esremote.elasticsearch import Key
    from esremote.live.observed import ObservedAlias, ObservedCluster

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class AliasCheckup:
    """One alias.

    Args:
        local_cluster: the cluster that knows it.
        seen: what was observed of it.
        remote_cluster: the observed cluster that it leads to; None if that is none of them.
        key: the key that its requests carry, as far as it could be read.
    """

    local_cluster: str
    seen: ObservedAlias
    remote_cluster: str | None
    key: Key | None

    @property
    def answers(self) -> bool:
        """Whether the remote cluster answered a real request."""
        return self.seen.connected


@dataclass(frozen=True, slots=True)
class Checkup:
    """Everything that was found.

    Args:
        at: when.
        clusters: the clusters as they were observed.
        aliases: every alias of them.
        findings: what needs care, the worst first.
    """

    at: datetime
    clusters: tuple[ObservedCluster, ...]
    aliases: tuple[AliasCheckup, ...]
    findings: tuple[Finding, ...]


def checkup(observed: Sequence[ObservedCluster], at: datetime) -> Checkup:
    """Look at observed clusters.

    Args:
        observed: the clusters; only what leads from one of them to another can be judged from both sides.
        at: the time at which certificates, keys and licences must hold.
    """
    names = {one.name for one in observed if one.about is not None}
    keys = {id_: key for one in observed for id_, key in one.keys.items()}
    aliases = tuple(
        AliasCheckup(
            local_cluster=one.name,
            seen=alias,
            remote_cluster=remote if (remote := remote_of(alias, observed)) in names else None,
            key=keys.get(alias.key_id or ""),
        )
        for one in observed
        for alias in one.aliases
    )
    found = [*_of_clusters(observed, at), *_of_aliases(aliases, at), *_of_access(observed, names)]
    return Checkup(at, tuple(observed), aliases, tuple(sorted(found, key=_weight)))


def _of_clusters(observed: Sequence[ObservedCluster], at: datetime) -> Iterator[Finding]:
    for one in observed:
        for unread in one.unreadable:
            remedy = "check its address, its certificate authority and the credentials"
            what = f"{one.name!r} does not tell {unread}" if one.about else unread
            yield Finding(f"DR001[{one.name}]", Severity.ERROR, what, remedy)
        if one.license and one.license.expires and one.license.expires - at < SOON:
            when = _when(one.license.expires, at)
            yield Finding(
                f"DR002[{one.name}]",
                Severity.WARNING,
                f"the {one.license.type} licence of {one.name!r} {when}; cross-cluster API keys need one",
                "renew it",
            )
        aliases = [alias.alias for alias in one.aliases]
        for role, body in one.roles.items():
            for clusters in _clusters_named(role, body):
                if "*" not in clusters and not any(covers_alias(clusters, alias) for alias in aliases):
                    yield Finding(
                        f"DR003[{one.name}:{role}:{','.join(clusters)}]",
                        Severity.WARNING,
                        f"role {role!r} of {one.name!r} is for remote clusters {', '.join(clusters)}, "
                        f"which {one.name!r} does not know",
                        "connect that cluster, or take the entry out of the role",
                    )


def _clusters_named(role: str, body: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    entries = body.get("remote_indices")
    if role not in RESERVED_ROLES and isinstance(entries, list):
        yield from dict.fromkeys(tuple(entry.get("clusters") or ()) for entry in entries)


def _of_aliases(aliases: Sequence[AliasCheckup], at: datetime) -> Iterator[Finding]:
    for one in aliases:
        subject = f"{one.local_cluster}/{one.seen.alias}"
        if not one.seen.connected:
            why = diagnosing.diagnose(one.local_cluster, one.seen, one.key)
            yield Finding(
                f"DR010[{subject}]",
                Severity.ERROR,
                f"{subject} does not answer: {_continued(why.summary)}"
                + (f' ("{one.seen.error}")' if one.seen.error else ""),
                why.remedy,
            )
        yield from _of_key(subject, one.key, at)
        yield from _of_certificates(subject, one.seen, at)


def _continued(sentence: str) -> str:
    """Let a sentence go on after a colon; what is a name keeps its capitals."""
    first, second = sentence[:1], sentence[1:2]
    return f"{first.lower()}{sentence[1:]}" if second.islower() else sentence


def _of_key(subject: str, key: Key | None, at: datetime) -> Iterator[Finding]:
    if key is None or key.invalidated:
        return
    if key.expires is None:
        message = f"the key of {subject} never expires: a copy of it works until somebody invalidates it"
        yield Finding(f"RC020[{subject}]", Severity.NOTE, message, "give it an expiration")
    elif key.expires - at < SOON:
        message = f"the key of {subject} {_when(key.expires, at)}"
        yield Finding(f"DR011[{subject}]", Severity.WARNING, message, "make a new one, or have it rotated")


def _of_certificates(subject: str, seen: ObservedAlias, at: datetime) -> Iterator[Finding]:
    for place in seen.at:
        if place.certificate is None:
            continue
        if place.certificate.expires - at < SOON:
            message = (
                f"the certificate at {place.address} of {subject} {_when(place.certificate.expires, at)}"
            )
            yield Finding(f"RC051[{subject}:{place.address}]", Severity.WARNING, message, "renew it")
        if not place.fits:
            names = ", ".join(place.certificate.names) or "no name at all"
            yield Finding(
                f"RC052[{subject}:{place.address}]",
                Severity.WARNING if seen.connected else Severity.ERROR,
                f"the certificate at {place.address} of {subject} is for {names}",
                "use an address or a server_name that it is for, or make one for this address",
            )


def _of_access(observed: Sequence[ObservedCluster], known: set[str]) -> Iterator[Finding]:
    """Apply the rules that look at both sides, to the connections whose both sides were observed."""
    landscape = as_facts(observed).landscape
    for bridge in bridges(landscape):
        for finding in rules.of_bridge(bridge):
            if bridge.remote.name in known or finding.rule in {"RC001", "RC015"}:
                yield finding


def _when(ends: datetime, at: datetime) -> str:
    days = (ends - at).days
    if ends <= at:
        return f"ended on {ends:%Y-%m-%d}"
    return f"ends on {ends:%Y-%m-%d}, in {days} day{'' if days == 1 else 's'}"


_SEVERITIES = list(Severity)


def _weight(finding: Finding) -> tuple[int, str]:
    return _SEVERITIES.index(finding.severity), finding.id
