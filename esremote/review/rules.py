"""The checks of the review: they need no Python program, only a plan of plain Terraform or live clusters.

A stack that the construct library synthesised brings its own findings, which know more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.pattern_sets import covers, meet, overlap
from esremote.access.permissions.requesters import requested_connections
from esremote.access.reach.abilities import ACTIONS, can, key_access
from esremote.model.connection.security_model import SecurityModel
from esremote.model.findings import catalogue
from esremote.model.findings.rule import Occurrence
from esremote.model.releases.compatibility import Compatibility, can_search
from esremote.model.releases.features import Feature
from esremote.model.releases.licenses import API_KEY_MODEL
from esremote.model.roles.reserved import RESERVED_ROLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from esremote.access.landscape.landscape import Landscape
    from esremote.access.permissions.requesters import RequestedConnection, Requester
    from esremote.model.findings.finding import Finding
    from esremote.model.findings.rule import Rule
    from esremote.model.source import Source

    Check = Callable[[RequestedConnection], Iterator[Occurrence]]


def findings(landscape: Landscape) -> tuple[Finding, ...]:
    """Apply every rule to every connection."""
    return tuple(
        finding for requested in requested_connections(landscape) for finding in of_connection(requested)
    )


def of_connection(requested: RequestedConnection) -> Iterator[Finding]:
    """Apply every rule to one connection."""
    for rule, look in CHECKS.items():
        for occurrence in look(requested):
            yield rule.finding(
                occurrence,
                subject=f"{requested.local.name}/{requested.alias}",
                source=requested.connection.source,
            )


def certificate_model(requested: RequestedConnection) -> Iterator[Occurrence]:
    """Find a connection of the TLS certificate model, unless both clusters are older than its deprecation."""
    newest = max(requested.local.version, requested.remote.version)
    if _by_certificate(requested) and Feature.TLS_CERTIFICATE_MODEL.is_deprecated_in(newest):
        yield Occurrence(f"{_named(requested)} uses the TLS certificate model, which is deprecated since 9.0")


def superusers_read_everything(requested: RequestedConnection) -> Iterator[Occurrence]:
    """Find a connection of the TLS certificate model: no key limits the superusers of its local cluster."""
    if _by_certificate(requested):
        yield Occurrence(
            f"every superuser of {requested.local.name!r} can read everything on {requested.remote.name!r}, "
            "including restricted indices: no key limits a connection of the TLS certificate model"
        )


def licence_too_low(requested: RequestedConnection) -> Iterator[Occurrence]:
    """Find clusters whose licence does not include what the connection uses."""
    for cluster in (requested.local, requested.remote):
        if not _by_certificate(requested) and cluster.license not in API_KEY_MODEL:
            yield Occurrence(
                f"the API key model requires the licence {' or '.join(sorted(API_KEY_MODEL))} on both "
                f"clusters, but {cluster.name!r} has {cluster.license!r}",
                about=cluster.name,
            )


def several_aliases(requested: RequestedConnection) -> Iterator[Occurrence]:
    """Find a remote cluster that the local cluster has several aliases for; report it once, at the first."""
    aliases = sorted(
        connection.alias
        for connection in requested.local.connections
        if connection.remote_cluster == requested.remote.name
    )
    if len(aliases) > 1 and requested.alias == aliases[0]:
        yield Occurrence(
            f"{requested.local.name!r} has the aliases {' and '.join(map(repr, aliases))} for "
            f"{requested.remote.name!r}: a search of '*:index' reads the same data once for each"
        )


def grant_without_effect(requested: RequestedConnection) -> Iterator[Occurrence]:
    """Find names in roles that the key does not allow at all."""
    for role, name, source, allowed in _asked(requested):
        if not overlap((name,), allowed):
            yield Occurrence(
                f"role {role!r} of {requested.local.name!r} asks for {name!r} on {requested.alias!r}, "
                f"which has no effect: the cross-cluster API key allows {_listed(allowed)}",
                remedy=f"add {name!r} to the key, or remove it from the role",
                about=f"{role}:{name}",
                source=source,
            )


def grant_wider_than_key(requested: RequestedConnection) -> Iterator[Occurrence]:
    """Find names in roles of which the key allows only a part."""
    for role, name, source, allowed in _asked(requested):
        common = meet((name,), allowed)
        if common and not covers(allowed, (name,)):
            yield Occurrence(
                f"role {role!r} of {requested.local.name!r} asks for {name!r} on {requested.alias!r}, "
                f"which the cross-cluster API key limits to {_listed(common)}",
                about=f"{role}:{name}",
                source=source,
            )


def unused_key_privilege(requested: RequestedConnection) -> Iterator[Occurrence]:
    """Find names that the key allows and no role asks for."""
    if requested.key is None or requested.key.invalidated:
        return
    asked = tuple(
        name
        for requester in _own(requested)
        for entry in requester.remote_indices
        for name in entry.says.names
    )
    for what, entries in (("search", requested.key.search), ("replication", requested.key.replication)):
        for name in dict.fromkeys(name for entry in entries for name in entry.names):
            if not overlap((name,), asked):
                yield Occurrence(
                    f"the key of {_named(requested)} allows {what} of {name!r}, which no role asks for",
                    about=f"{what}:{name}",
                    source=requested.key.source,
                )


def versions_not_compatible(requested: RequestedConnection) -> Iterator[Occurrence]:
    """Find two versions that Elastic's compatibility table does not list together."""
    if can_search(requested.local.version, requested.remote.version) is Compatibility.UNSUPPORTED:
        yield Occurrence(
            f"Elastic's compatibility table does not include searches from {requested.local.name!r} "
            f"({requested.local.version}) to {requested.remote.name!r} ({requested.remote.version})"
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


def _asked(requested: RequestedConnection) -> Iterator[tuple[str, str, Source, tuple[str, ...]]]:
    """Yield each pattern that a role asks for, with the names that the key allows for the same purpose."""
    if requested.key is None:
        return
    version = requested.remote.version
    for requester in _own(requested):
        for entry in requester.remote_indices:
            able = [ability for ability in ACTIONS if can(entry.says.privileges, ability, version)]
            allowing = [access for ability in able for access in key_access(requested.key, ability)]
            allowed = tuple(dict.fromkeys(name for access in allowing for name in access.names))
            for name in entry.says.names if able else ():
                yield requester.role.name, name, entry.source, allowed


def _own(requested: RequestedConnection) -> Iterator[Requester]:
    """Leave out the built-in roles of Elasticsearch, which no user defined."""
    return (requester for requester in requested.requesters if requester.role.name not in RESERVED_ROLES)


def _by_certificate(requested: RequestedConnection) -> bool:
    return requested.connection.security_model is SecurityModel.TLS_CERTIFICATE


def _named(requested: RequestedConnection) -> str:
    return f"connection {requested.alias!r} of {requested.local.name!r}"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(repr, names)) or "nothing"
