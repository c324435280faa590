"""Rules about versions of Elasticsearch. They check only clusters whose version the program states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.grants import GrantKind
from esremote.model.connection.security_model import SecurityModel
from esremote.model.findings.rule import Occurrence
from esremote.model.releases import compatibility
from esremote.model.releases.compatibility import Compatibility, can_search
from esremote.model.releases.versions import Version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.connection import Connection

_ANY = Version(0)


def versions_not_compatible(connection: Connection) -> Iterator[Occurrence]:
    """Find two versions that Elastic's compatibility table does not list together."""
    local, remote = connection.local.version, connection.remote.version
    if (
        local
        and remote
        and can_search(Version.parse(local), Version.parse(remote)) is Compatibility.UNSUPPORTED
    ):
        yield Occurrence(
            f"Elastic's compatibility table does not include searches from {connection.local.name!r} "
            f"({local}) to {connection.remote.name!r} ({remote})",
            remedy="upgrade the older cluster: a local cluster can search remote clusters from one minor "
            "version back up to any later one of its major version",
        )


def too_old_for_api_keys(connection: Connection) -> Iterator[Occurrence]:
    """Find clusters that are too old for the API key model."""
    yield from _older(
        connection,
        compatibility.API_KEYS_BETA,
        "cross-cluster API keys were introduced in 8.10",
        uses_key(connection),
    )


def api_keys_in_beta(connection: Connection) -> Iterator[Occurrence]:
    """Find clusters whose version offers the API key model only as a beta."""
    yield from _older(
        connection,
        compatibility.API_KEYS,
        "the API key model is in beta before 8.14",
        uses_key(connection),
        not_before=compatibility.API_KEYS_BETA,
    )


def too_old_for_enrich(connection: Connection) -> Iterator[Occurrence]:
    """Find clusters that are too old for ENRICH across clusters with API keys."""
    granted = any(grant.request.kind is GrantKind.ENRICH for grant in connection.grants)
    yield from _older(
        connection,
        compatibility.ENRICH,
        "the privilege monitor_enrich was introduced in 8.15",
        granted and uses_key(connection),
    )


def too_old_for_signing(connection: Connection) -> Iterator[Occurrence]:
    """Find clusters that are too old for signed requests."""
    key = connection.wiring.key
    signs = connection.wiring.signing is not None or (
        key is not None and key.certificate_identity is not None
    )
    yield from _older(
        connection, compatibility.SIGNING, "certificate_identity and signing were introduced in 9.3", signs
    )


def uses_key(connection: Connection) -> bool:
    """Return whether the connection's traffic uses an API key."""
    return connection.wiring.carries is SecurityModel.API_KEY


def _older(
    connection: Connection,
    since: Version,
    what: str,
    used: bool,  # noqa: FBT001 - whether the connection uses what that version introduced
    *,
    not_before: Version = _ANY,
) -> Iterator[Occurrence]:
    for cluster in (connection.local, connection.remote):
        if used and cluster.version and not_before <= Version.parse(cluster.version) < since:
            yield Occurrence(f"{what}, but {cluster.name!r} has {cluster.version}", about=cluster.name)
