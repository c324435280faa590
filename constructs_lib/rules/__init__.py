"""The checks of the construct library: which function finds which rule of the catalogue."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from constructs_lib.findings import together
from constructs_lib.rules import access, lifecycle, models, settings, trust, versions
from esremote.model.findings import catalogue
from esremote.model.findings.rule import plain
from esremote.model.source import NOWHERE, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from constructs_lib.connection import Connection
    from constructs_lib.key import CrossClusterApiKey
    from constructs_lib.role import Role
    from esremote.model.findings.finding import Finding
    from esremote.model.findings.rule import Occurrence, Rule

    Check = Callable[[Connection], Iterator[Occurrence]]
    ResourceCheck = Callable[[Role | CrossClusterApiKey], Iterator[Occurrence]]

CHECKS: Mapping[Rule, Check] = {
    catalogue.CERTIFICATE_MODEL: models.certificate_model,
    catalogue.SUPERUSERS_READ_EVERYTHING: models.superusers_read_everything,
    catalogue.LICENCE_TOO_LOW: models.licence_too_low,
    catalogue.SKIP_UNAVAILABLE_NOT_SET: settings.skip_unavailable_not_set,
    catalogue.SKIPPING_WITH_PINGS: settings.skipping_with_pings,
    catalogue.IDLE_SOCKETS: settings.idle_sockets,
    catalogue.SNIFFING_UNREACHABLE_NODES: settings.sniffing_unreachable_nodes,
    catalogue.NO_WAY_TO_THE_KEYSTORE: settings.no_way_to_the_keystore,
    catalogue.SEVERAL_ALIASES: settings.several_aliases,
    catalogue.KEY_NEVER_EXPIRES: lifecycle.key_never_expires,
    catalogue.KEY_NOT_ROTATED: lifecycle.key_not_rotated,
    catalogue.REQUESTS_NOT_SIGNED: lifecycle.requests_not_signed,
    catalogue.GRANT_WITHOUT_EFFECT: access.grant_without_effect,
    catalogue.GRANT_WIDER_THAN_KEY: access.grant_wider_than_key,
    catalogue.GRANT_NOT_APPLIED: access.grant_not_applied,
    catalogue.NO_GRANT: access.no_grant,
    catalogue.UNUSED_KEY_PRIVILEGE: access.unused_key_privilege,
    catalogue.RESTRICTED_ON_ONE_SIDE: access.restricted_on_one_side,
    catalogue.VERSIONS_NOT_COMPATIBLE: versions.versions_not_compatible,
    catalogue.TOO_OLD_FOR_API_KEYS: versions.too_old_for_api_keys,
    catalogue.TOO_OLD_FOR_ENRICH: versions.too_old_for_enrich,
    catalogue.TOO_OLD_FOR_SIGNING: versions.too_old_for_signing,
    catalogue.AUTHORITY_NOT_USABLE: trust.authority_not_usable,
    catalogue.CERTIFICATE_EXPIRES_SOON: trust.certificate_expires_soon,
    catalogue.CERTIFICATE_DOES_NOT_FIT: trust.certificate_does_not_fit,
}


RESOURCE_CHECKS: Mapping[Rule, ResourceCheck] = {
    catalogue.TOO_OLD_FOR_RESOURCE: versions.too_old_for_resource,
}
"""What is checked of a role, and of a key that is handed over, whether or not a connection uses it."""


def check(
    connections: Iterable[Connection], resources: Iterable[Role | CrossClusterApiKey] = ()
) -> list[Finding]:
    """Apply every rule to every connection, role and key, in the order of the rules."""
    checked = list(connections)
    of_connections = (
        _finding(rule, connection, connection.part_of or f"{connection.local.name}/{connection.alias}", found)
        for rule, look in CHECKS.items()
        for connection in checked
        for found in look(connection)
    )
    of_resources = (
        _finding(rule, resource, f"{resource.on.name}/{resource.name}", found)
        for resource in resources
        for rule, look in RESOURCE_CHECKS.items()
        for found in look(resource)
    )
    return together(chain(of_connections, of_resources))


def _finding(
    rule: Rule, on: Connection | Role | CrossClusterApiKey, subject: str, occurrence: Occurrence
) -> Finding:
    """Make a finding that points at the user's line and at the Terraform resource."""
    own = Source.parse(on.source) if occurrence.source == NOWHERE else occurrence.source
    occurrence = replace(
        occurrence,
        remedy=occurrence.remedy or plain(rule.in_python or rule.remedy),
        source=replace(own, address=f"{on.terraform_type}.{on.terraform_name}"),
    )
    return rule.finding(occurrence, subject=subject)
