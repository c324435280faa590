"""Findings about clusters that no construct describes: a plan of plain Terraform, or live clusters.

They are rows of `docs/rules.md`, with the same ids. A stack that the construct library synthesised brings its
own findings, which know more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.model.connection.security_model import SecurityModel
from esremote.model.releases.compatibility import Compatibility, can_search
from esremote.model.releases.licenses import API_KEY_MODEL
from esremote.model.releases.versions import Version
from esremote.model.roles.reserved import RESERVED_ROLES
from esremote.model.source import NOWHERE, Source
from esremote.review.abilities import KEY_ACCESS, grants
from esremote.review.names import covers, meet, overlap
from esremote.review.reach import Bridge, bridges
from esremote.review.report import Finding, Severity

if TYPE_CHECKING:
    from esremote.access.landscape.landscape import Landscape
    from esremote.review.askers import Asker

_CERTIFICATES_DEPRECATED = Version(9)


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found on one connection; `about` is the part of the connection that it is about."""

    message: str
    remedy: str
    about: str = ""
    source: Source = NOWHERE


Rule = Callable[[Bridge], Iterator[Problem]]


def findings(landscape: Landscape) -> tuple[Finding, ...]:
    """Apply every rule to every connection."""
    return tuple(finding for bridge in bridges(landscape) for finding in of_bridge(bridge))


def of_bridge(bridge: Bridge) -> Iterator[Finding]:
    """Apply every rule to one connection."""
    for (id_, severity), rule in RULES.items():
        yield from (_finding(id_, severity, bridge, problem) for problem in rule(bridge))


def deprecated_model(bridge: Bridge) -> Iterator[Problem]:
    """A connection uses certificates, which are deprecated since 9.0."""
    newest = max(bridge.local.version, bridge.remote.version)
    if _by_certificate(bridge) and newest >= _CERTIFICATES_DEPRECATED:
        yield Problem(
            f"{_named(bridge)} uses the certificate model, deprecated since 9.0",
            "move it to a cross-cluster API key",
        )


def superuser_reads_everything(bridge: Bridge) -> Iterator[Problem]:
    """Under the certificate model superusers of the local cluster read everything on the remote."""
    if _by_certificate(bridge):
        yield Problem(
            f"every superuser of {bridge.local.name!r} reads everything on {bridge.remote.name!r}, "
            "restricted indices included: no key bounds a certificate connection",
            "move it to a cross-cluster API key",
        )


def licence_is_missing(bridge: Bridge) -> Iterator[Problem]:
    """A cluster's licence does not have what the connection uses."""
    for cluster in (bridge.local, bridge.remote):
        if not _by_certificate(bridge) and cluster.license not in API_KEY_MODEL:
            yield Problem(
                f"the API-key model needs a licence {' or '.join(sorted(API_KEY_MODEL))} on both clusters, "
                f"{cluster.name!r} has {cluster.license!r}",
                "raise that licence",
                about=cluster.name,
            )


def several_aliases(bridge: Bridge) -> Iterator[Problem]:
    """A cluster calls one remote by several aliases."""
    same = sorted(one.alias for one in bridge.local.connections if one.remote_cluster == bridge.remote.name)
    if len(same) > 1 and bridge.connection.alias == same[0]:
        yield Problem(
            f"{bridge.local.name!r} calls {bridge.remote.name!r} by several aliases, {', '.join(same)}: "
            "a search of *:index reads the same data once for each",
            "keep one of them",
        )


def role_without_effect(bridge: Bridge) -> Iterator[Problem]:
    """A role asks for indices that the key does not allow at all."""
    for role, name, source, allowed in _asked(bridge):
        if not overlap((name,), allowed):
            yield Problem(
                f"role {role!r} of {bridge.local.name!r} asks for {name!r} on {bridge.connection.alias!r}, "
                f"which has no effect: the cross-cluster API key allows {_listed(allowed)}",
                f"add {name!r} to the key, or take it out of the role",
                about=f"{role}:{name}",
                source=source,
            )


def role_wider_than_the_key(bridge: Bridge) -> Iterator[Problem]:
    """A role asks for more than the key allows, so only a part of it has an effect."""
    for role, name, source, allowed in _asked(bridge):
        common = meet((name,), allowed)
        if common and not covers(allowed, (name,)):
            yield Problem(
                f"role {role!r} of {bridge.local.name!r} asks for {name!r} on {bridge.connection.alias!r}; "
                f"the cross-cluster API key cuts that down to {_listed(common)}",
                "write what is meant, or widen the key",
                about=f"{role}:{name}",
                source=source,
            )


def unused_key_privilege(bridge: Bridge) -> Iterator[Problem]:
    """A key allows indices that no role asks for."""
    if bridge.key is None or bridge.key.invalidated:
        return
    asked = tuple(name for one in _own(bridge) for entry in one.remote_indices for name in entry.names)
    for what, entries in (("search", bridge.key.search), ("replication", bridge.key.replication)):
        for name in dict.fromkeys(name for entry in entries for name in entry.names):
            if not overlap((name,), asked):
                yield Problem(
                    f"the key of {_named(bridge)} allows {what} of {name!r}, which no role asks for",
                    "take it out of the key, or give it to a role",
                    about=f"{what}:{name}",
                    source=bridge.key.source,
                )


def incompatible_versions(bridge: Bridge) -> Iterator[Problem]:
    """Two clusters' versions are outside the published compatibility table."""
    if can_search(bridge.local.version, bridge.remote.version) is Compatibility.UNSUPPORTED:
        yield Problem(
            f"{bridge.local.name!r} has {bridge.local.version} and {bridge.remote.name!r} has "
            f"{bridge.remote.version}: the published table does not list searches between them",
            "upgrade the older one",
        )


RULES: Mapping[tuple[str, Severity], Rule] = {
    ("RC001", Severity.WARNING): deprecated_model,
    ("RC002", Severity.WARNING): superuser_reads_everything,
    ("RC003", Severity.ERROR): licence_is_missing,
    ("RC015", Severity.WARNING): several_aliases,
    ("RC030", Severity.WARNING): role_without_effect,
    ("RC031", Severity.WARNING): role_wider_than_the_key,
    ("RC034", Severity.NOTE): unused_key_privilege,
    ("RC040", Severity.WARNING): incompatible_versions,
}


def _finding(id_: str, severity: Severity, bridge: Bridge, problem: Problem) -> Finding:
    subject = f"{bridge.local.name}/{bridge.connection.alias}"
    return Finding(
        id=f"{id_}[{subject}:{problem.about}]" if problem.about else f"{id_}[{subject}]",
        severity=severity,
        message=problem.message,
        remedy=problem.remedy,
        source=bridge.connection.source if problem.source == NOWHERE else problem.source,
    )


def _asked(bridge: Bridge) -> Iterator[tuple[str, str, Source, tuple[str, ...]]]:
    """Yield each pattern that a role asks for, with what the key allows of the same kind."""
    if bridge.key is None:
        return
    version = bridge.remote.version
    for asker in _own(bridge):
        for entry in asker.remote_indices:
            able = [ability for ability in KEY_ACCESS if grants(entry.privileges, ability, version)]
            allowing = [one for ability in able for one in KEY_ACCESS[ability](bridge.key)]
            allowed = tuple(dict.fromkeys(name for one in allowing for name in one.names))
            for name in entry.names if able else ():
                yield asker.role.name, name, entry.source, allowed


def _own(bridge: Bridge) -> Iterator[Asker]:
    """Leave out the roles that Elasticsearch brings along: nobody wrote them."""
    return (one for one in bridge.askers if one.role.name not in RESERVED_ROLES)


def _by_certificate(bridge: Bridge) -> bool:
    return bridge.connection.security_model is SecurityModel.TLS_CERTIFICATE


def _named(bridge: Bridge) -> str:
    return f"connection {bridge.connection.alias!r} of {bridge.local.name!r}"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(repr, names)) or "nothing"
