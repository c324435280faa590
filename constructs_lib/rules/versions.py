"""Rules about versions of Elasticsearch. They look only at clusters whose version the program says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.findings import Severity
from constructs_lib.grants import GrantKind
from constructs_lib.rules._rule import Problem, rule
from esremote.model.connection.security_model import SecurityModel
from esremote.model.releases import compatibility
from esremote.model.releases.compatibility import Compatibility, can_search
from esremote.model.releases.versions import Version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.connection import Connection

_ANY = Version(0)


@rule("RC040", Severity.WARNING)
def versions_do_not_match(connection: Connection) -> Iterator[Problem]:
    """Two clusters' versions are outside the published compatibility table."""
    local, remote = connection.local.version, connection.remote.version
    if (
        local
        and remote
        and can_search(Version.parse(local), Version.parse(remote)) is Compatibility.UNSUPPORTED
    ):
        yield Problem(
            f"{connection.local.name!r} ({local}) searching {connection.remote.name!r} ({remote}) is not "
            "supported by Elastic's compatibility table",
            "upgrade the older one: a local cluster searches from one minor version back to any later one of "
            "its major version",
        )


@rule("RC041", Severity.ERROR)
def too_old_for_api_keys(connection: Connection) -> Iterator[Problem]:
    """A cluster is too old for the API-key model."""
    yield from _older(
        connection,
        compatibility.API_KEYS_BETA,
        "cross-cluster API keys exist from 8.10 on",
        uses_key(connection),
    )


@rule("RC042", Severity.WARNING)
def api_keys_in_beta(connection: Connection) -> Iterator[Problem]:
    """A cluster's version has the API-key model as a beta."""
    yield from _older(
        connection,
        compatibility.API_KEYS,
        "the API-key model is a beta before 8.14",
        uses_key(connection),
        not_before=compatibility.API_KEYS_BETA,
    )


@rule("RC043", Severity.ERROR)
def too_old_for_enrich(connection: Connection) -> Iterator[Problem]:
    """A cluster is too old for ENRICH across clusters with API keys."""
    granted = any(grant.request.kind is GrantKind.ENRICH for grant in connection.grants)
    yield from _older(
        connection,
        compatibility.ENRICH,
        "monitor_enrich exists from 8.15 on",
        granted and uses_key(connection),
    )


@rule("RC044", Severity.ERROR)
def too_old_for_signing(connection: Connection) -> Iterator[Problem]:
    """A cluster is too old for signed requests."""
    key = connection.wiring.key
    signs = connection.wiring.signing is not None or (
        key is not None and key.certificate_identity is not None
    )
    yield from _older(
        connection, compatibility.SIGNING, "certificate_identity and signing exist from 9.3 on", signs
    )


def uses_key(connection: Connection) -> bool:
    """Say whether the connection's traffic uses an API key."""
    return connection.wiring.carries is SecurityModel.API_KEY


def _older(
    connection: Connection,
    since: Version,
    what: str,
    used: bool,  # noqa: FBT001 - whether the connection uses what came then
    *,
    not_before: Version = _ANY,
) -> Iterator[Problem]:
    for cluster in (connection.local, connection.remote):
        if used and cluster.version and not_before <= Version.parse(cluster.version) < since:
            yield Problem(f"{what}, {cluster.name!r} is {cluster.version}", "upgrade it", about=cluster.name)
