"""Rules about the choice of a security model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.findings import Severity
from constructs_lib.grants import GrantKind
from constructs_lib.rules._rule import Problem, rule
from esremote.model.connection.security_model import SecurityModel
from esremote.model.releases.licenses import API_KEY_MODEL, REPLICATION
from esremote.model.releases.versions import Version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.connection import Connection

_TLS_DEPRECATED = Version(9)


@rule("RC001", Severity.WARNING)
def deprecated_model(connection: Connection) -> Iterator[Problem]:
    """A connection uses certificates, which are deprecated since 9.0."""
    versions = [Version.parse(each.version) for each in (connection.local, connection.remote) if each.version]
    if connection.wiring.carries is not SecurityModel.TLS_CERTIFICATE or (
        versions and max(versions) < _TLS_DEPRECATED
    ):
        return
    yield Problem(
        f"connection {connection.alias!r} of {connection.local.name!r} uses the certificate model, "
        "deprecated since 9.0",
        "move it with security=tls.migrate_to(ApiKeySecurity(...), phase=MigrationPhase.PREPARE)",
    )


@rule("RC002", Severity.WARNING)
def superuser_reads_everything(connection: Connection) -> Iterator[Problem]:
    """Under the certificate model superusers of the local cluster read everything on the remote."""
    if connection.wiring.carries is not SecurityModel.TLS_CERTIFICATE:
        return
    yield Problem(
        f"every superuser of {connection.local.name!r} reads everything on {connection.remote.name!r}, "
        "restricted indices included: no key bounds a certificate connection",
        "use ApiKeySecurity, or acknowledge it with the reason why that is right here",
    )


@rule("RC003", Severity.ERROR)
def licence_is_missing(connection: Connection) -> Iterator[Problem]:
    """A cluster's licence does not have what the connection uses."""
    wanted = [(SecurityModel.API_KEY in connection.wiring.serves, "the API-key model", API_KEY_MODEL)]
    replicates = any(grant.request.kind is GrantKind.REPLICATION for grant in connection.grants)
    wanted.append((replicates, "cross-cluster replication", REPLICATION))
    for cluster in (connection.local, connection.remote):
        for used, what, licences in wanted:
            if used and cluster.license is not None and cluster.license not in licences:
                yield Problem(
                    f"{what} needs a licence {' or '.join(sorted(licences))} on both clusters, "
                    f"{cluster.name!r} has {cluster.license!r}",
                    "raise that licence"
                    + (", or use TlsCertificateSecurity" if licences is API_KEY_MODEL else ""),
                    about=cluster.name,
                )
