"""The checks of the review: they need no Python program, only a plan of plain Terraform or live clusters.

A stack that the construct library synthesised brings its own findings, which know more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.model.connection.security_model import SecurityModel
from esremote.model.findings import catalogue
from esremote.model.findings.rule import Occurrence
from esremote.model.releases.compatibility import Compatibility, can_search
from esremote.model.releases.licenses import API_KEY_MODEL
from esremote.model.releases.versions import Version
from esremote.model.roles.reserved import RESERVED_ROLES
from esremote.review.abilities import KEY_ACCESS, grants
from esremote.review.names import covers, meet, overlap
from esremote.review.reach import Bridge, bridges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from esremote.access.landscape.landscape import Landscape
    from esremote.model.findings.finding import Finding
    from esremote.model.findings.rule import Rule
    from esremote.model.source import Source
    from esremote.review.askers import Asker

    Check = Callable[[Bridge], Iterator[Occurrence]]

_CERTIFICATES_DEPRECATED = Version(9)


def findings(landscape: Landscape) -> tuple[Finding, ...]:
    """Apply every rule to every connection."""
    return tuple(finding for bridge in bridges(landscape) for finding in of_bridge(bridge))


def of_bridge(bridge: Bridge) -> Iterator[Finding]:
    """Apply every rule to one connection."""
    for rule, look in CHECKS.items():
        for occurrence in look(bridge):
            yield rule.finding(
                occurrence,
                subject=f"{bridge.local.name}/{bridge.connection.alias}",
                source=bridge.connection.source,
            )


def certificate_model(bridge: Bridge) -> Iterator[Occurrence]:
    """Find a connection of the TLS certificate model, unless both clusters are older than its deprecation."""
    newest = max(bridge.local.version, bridge.remote.version)
    if _by_certificate(bridge) and newest >= _CERTIFICATES_DEPRECATED:
        yield Occurrence(f"{_named(bridge)} uses the TLS certificate model, which is deprecated since 9.0")


def superusers_read_everything(bridge: Bridge) -> Iterator[Occurrence]:
    """Find a connection of the TLS certificate model: no key limits the superusers of its local cluster."""
    if _by_certificate(bridge):
        yield Occurrence(
            f"every superuser of {bridge.local.name!r} can read everything on {bridge.remote.name!r}, "
            "including restricted indices: no key limits a connection of the TLS certificate model"
        )


def licence_too_low(bridge: Bridge) -> Iterator[Occurrence]:
    """Find clusters whose licence does not include what the connection uses."""
    for cluster in (bridge.local, bridge.remote):
        if not _by_certificate(bridge) and cluster.license not in API_KEY_MODEL:
            yield Occurrence(
                f"the API key model requires the licence {' or '.join(sorted(API_KEY_MODEL))} on both "
                f"clusters, but {cluster.name!r} has {cluster.license!r}",
                about=cluster.name,
            )


def several_aliases(bridge: Bridge) -> Iterator[Occurrence]:
    """Find a remote cluster that the local cluster has several aliases for; report it once, at the first."""
    aliases = sorted(
        connection.alias
        for connection in bridge.local.connections
        if connection.remote_cluster == bridge.remote.name
    )
    if len(aliases) > 1 and bridge.connection.alias == aliases[0]:
        yield Occurrence(
            f"{bridge.local.name!r} has the aliases {' and '.join(map(repr, aliases))} for "
            f"{bridge.remote.name!r}: a search of '*:index' reads the same data once for each"
        )


def grant_without_effect(bridge: Bridge) -> Iterator[Occurrence]:
    """Find names in roles that the key does not allow at all."""
    for role, name, source, allowed in _asked(bridge):
        if not overlap((name,), allowed):
            yield Occurrence(
                f"role {role!r} of {bridge.local.name!r} asks for {name!r} on {bridge.connection.alias!r}, "
                f"which has no effect: the cross-cluster API key allows {_listed(allowed)}",
                remedy=f"add {name!r} to the key, or remove it from the role",
                about=f"{role}:{name}",
                source=source,
            )


def grant_wider_than_key(bridge: Bridge) -> Iterator[Occurrence]:
    """Find names in roles of which the key allows only a part."""
    for role, name, source, allowed in _asked(bridge):
        common = meet((name,), allowed)
        if common and not covers(allowed, (name,)):
            yield Occurrence(
                f"role {role!r} of {bridge.local.name!r} asks for {name!r} on {bridge.connection.alias!r}, "
                f"which the cross-cluster API key limits to {_listed(common)}",
                about=f"{role}:{name}",
                source=source,
            )


def unused_key_privilege(bridge: Bridge) -> Iterator[Occurrence]:
    """Find names that the key allows and no role asks for."""
    if bridge.key is None or bridge.key.invalidated:
        return
    asked = tuple(name for asker in _own(bridge) for entry in asker.remote_indices for name in entry.names)
    for what, entries in (("search", bridge.key.search), ("replication", bridge.key.replication)):
        for name in dict.fromkeys(name for entry in entries for name in entry.names):
            if not overlap((name,), asked):
                yield Occurrence(
                    f"the key of {_named(bridge)} allows {what} of {name!r}, which no role asks for",
                    about=f"{what}:{name}",
                    source=bridge.key.source,
                )


def versions_not_compatible(bridge: Bridge) -> Iterator[Occurrence]:
    """Find two versions that Elastic's compatibility table does not list together."""
    if can_search(bridge.local.version, bridge.remote.version) is Compatibility.UNSUPPORTED:
        yield Occurrence(
            f"Elastic's compatibility table does not include searches from {bridge.local.name!r} "
            f"({bridge.local.version}) to {bridge.remote.name!r} ({bridge.remote.version})"
        )


CHECKS: Mapping[Rule, Check] = {
    catalogue.CERTIFICATE_MODEL: certificate_model,
    catalogue.SUPERUSERS_READ_EVERYTHING: superusers_read_everything,
    catalogue.LICENCE_TOO_LOW: licence_too_low,
    catalogue.SEVERAL_ALIASES: several_aliases,
    catalogue.GRANT_WITHOUT_EFFECT: grant_without_effect,
    catalogue.GRANT_WIDER_THAN_KEY: grant_wider_than_key,
    catalogue.UNUSED_KEY_PRIVILEGE: unused_key_privilege,
    catalogue.VERSIONS_NOT_COMPATIBLE: versions_not_compatible,
}


def _asked(bridge: Bridge) -> Iterator[tuple[str, str, Source, tuple[str, ...]]]:
    """Yield each pattern that a role asks for, with the names that the key allows for the same purpose."""
    if bridge.key is None:
        return
    version = bridge.remote.version
    for asker in _own(bridge):
        for entry in asker.remote_indices:
            able = [ability for ability in KEY_ACCESS if grants(entry.privileges, ability, version)]
            allowing = [access for ability in able for access in KEY_ACCESS[ability](bridge.key)]
            allowed = tuple(dict.fromkeys(name for access in allowing for name in access.names))
            for name in entry.names if able else ():
                yield asker.role.name, name, entry.source, allowed


def _own(bridge: Bridge) -> Iterator[Asker]:
    """Leave out Elasticsearch's built-in roles: nobody wrote them."""
    return (asker for asker in bridge.askers if asker.role.name not in RESERVED_ROLES)


def _by_certificate(bridge: Bridge) -> bool:
    return bridge.connection.security_model is SecurityModel.TLS_CERTIFICATE


def _named(bridge: Bridge) -> str:
    return f"connection {bridge.connection.alias!r} of {bridge.local.name!r}"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(repr, names)) or "nothing"
