"""The checks of the doctor, on clusters and on aliases: which function finds which rule of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.permissions.requesters import matches_alias
from esremote.live.diagnose import diagnose
from esremote.model.findings import catalogue
from esremote.model.findings.finding import Severity
from esremote.model.findings.rule import Occurrence
from esremote.model.patterns import TooComplexError
from esremote.model.roles.reserved import RESERVED_ROLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from esremote.live.aliases import AliasCheckup
    from esremote.live.observed import ObservedCluster
    from esremote.model.findings.rule import Rule

    ClusterCheck = Callable[[ObservedCluster, datetime], Iterator[Occurrence]]
    AliasCheck = Callable[[AliasCheckup, datetime], Iterator[Occurrence]]


def not_readable(cluster: ObservedCluster, _at: datetime) -> Iterator[Occurrence]:
    """Find what a cluster did not answer."""
    for what in cluster.unreadable:
        yield Occurrence(f"{cluster.name!r} does not show {what}" if cluster.answers else what)


def licence_expires_soon(cluster: ObservedCluster, at: datetime) -> Iterator[Occurrence]:
    """Find a licence that expires soon."""
    licence = cluster.license
    if licence and licence.expires and licence.expires - at < catalogue.EXPIRES_SOON:
        yield Occurrence(
            f"the {licence.type} licence of {cluster.name!r} {_expires(licence.expires, at)}; cross-cluster "
            "API keys require a valid licence"
        )


def role_for_unknown_cluster(cluster: ObservedCluster, _at: datetime) -> Iterator[Occurrence]:
    """Find entries of roles for remote clusters that this one has no alias for."""
    aliases = [alias.alias for alias in cluster.aliases]
    for role, body in cluster.roles.items():
        for names in _clusters_named(role, body):
            if "*" not in names and not any(_may_match(names, alias) for alias in aliases):
                yield Occurrence(
                    f"role {role!r} of {cluster.name!r} has an entry for {', '.join(map(repr, names))}, but "
                    f"{cluster.name!r} has no alias that matches",
                    about=f"{role}:{','.join(names)}",
                )


def _clusters_named(role: str, body: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    entries = body.get("remote_indices")
    if role not in RESERVED_ROLES and isinstance(entries, list):
        yield from dict.fromkeys(tuple(entry.get("clusters") or ()) for entry in entries)


def _may_match(names: tuple[str, ...], alias: str) -> bool:
    try:
        return matches_alias(names, alias)
    except TooComplexError:
        return True  # not known


def does_not_answer(alias: AliasCheckup, _at: datetime) -> Iterator[Occurrence]:
    """Find an alias through which the remote cluster does not answer, and say why."""
    if alias.answers:
        return
    why = diagnose(alias.local_cluster, alias.seen, alias.key)
    error = f' ("{alias.seen.error}")' if alias.seen.error else ""
    yield Occurrence(
        f"{alias.name} does not answer: {_continued(why.summary)}{error}",
        remedy=why.remedy,
    )


def _continued(sentence: str) -> str:
    """Let a sentence continue after a colon; a name at its start keeps its capitals."""
    first, second = sentence[:1], sentence[1:2]
    return f"{first.lower()}{sentence[1:]}" if second.islower() else sentence


def key_never_expires(alias: AliasCheckup, _at: datetime) -> Iterator[Occurrence]:
    """Find a key without an expiration."""
    if alias.key and not alias.key.invalidated and alias.key.expires is None:
        yield Occurrence(
            f"the key of {alias.name} never expires: a copy of it works until someone invalidates it"
        )


def key_expires_soon(alias: AliasCheckup, at: datetime) -> Iterator[Occurrence]:
    """Find a key that expires soon."""
    key = alias.key
    if key and not key.invalidated and key.expires and key.expires - at < catalogue.EXPIRES_SOON:
        yield Occurrence(f"the key of {alias.name} {_expires(key.expires, at)}")


def certificate_expires_soon(alias: AliasCheckup, at: datetime) -> Iterator[Occurrence]:
    """Find certificates at the alias's addresses that expire soon."""
    for place in alias.seen.at:
        if place.certificate and place.certificate.expires - at < catalogue.EXPIRES_SOON:
            yield Occurrence(
                f"the certificate at {place.address} of {alias.name} "
                f"{_expires(place.certificate.expires, at)}",
                remedy="renew the certificate",
                about=place.address,
            )


def certificate_does_not_fit(alias: AliasCheckup, _at: datetime) -> Iterator[Occurrence]:
    """Find certificates without the name that the connection uses.

    Elasticsearch accepts them if `verification_mode` is `certificate`: a warning if the alias answers.
    """
    for place in alias.seen.at:
        if place.certificate and not place.fits:
            names = ", ".join(place.certificate.names) or "no name at all"
            yield Occurrence(
                f"the certificate at {place.address} of {alias.name} is valid for {names}",
                remedy="connect to an address that the certificate is valid for, set server_name to one of "
                "its names, or issue a certificate for this address",
                about=place.address,
                severity=Severity.WARNING if alias.answers else Severity.ERROR,
            )


CLUSTER_CHECKS: Mapping[Rule, ClusterCheck] = {
    catalogue.CLUSTER_NOT_READABLE: not_readable,
    catalogue.LICENCE_EXPIRES_SOON: licence_expires_soon,
    catalogue.ROLE_FOR_UNKNOWN_CLUSTER: role_for_unknown_cluster,
}
ALIAS_CHECKS: Mapping[Rule, AliasCheck] = {
    catalogue.ALIAS_DOES_NOT_ANSWER: does_not_answer,
    catalogue.KEY_NEVER_EXPIRES: key_never_expires,
    catalogue.ALIAS_KEY_EXPIRES_SOON: key_expires_soon,
    catalogue.CERTIFICATE_EXPIRES_SOON: certificate_expires_soon,
    catalogue.CERTIFICATE_DOES_NOT_FIT: certificate_does_not_fit,
}


def _expires(when: datetime, at: datetime) -> str:
    days = (when - at).days
    if when <= at:
        return f"expired on {when:%Y-%m-%d}"
    return f"expires on {when:%Y-%m-%d}, in {days} day{'' if days == 1 else 's'}"
