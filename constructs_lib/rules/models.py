"""Rules about the choice of a security model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.grants import GrantKind
from constructs_lib.rules._words import named
from esremote.model.connection.security_model import SecurityModel
from esremote.model.findings.rule import Occurrence
from esremote.model.releases.features import Feature
from esremote.model.releases.licenses import API_KEY_MODEL, REPLICATION
from esremote.model.releases.versions import Version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.connection import Connection


def certificate_model(connection: Connection) -> Iterator[Occurrence]:
    """Find a connection of the TLS certificate model, unless both clusters are older than its deprecation."""
    versions = [Version.parse(each.version) for each in (connection.local, connection.remote) if each.version]
    if connection.wiring.carries is not SecurityModel.TLS_CERTIFICATE or (
        versions and not Feature.TLS_CERTIFICATE_MODEL.is_deprecated_in(max(versions))
    ):
        return
    yield Occurrence(f"{named(connection)} uses the TLS certificate model, which is deprecated since 9.0")


def superusers_read_everything(connection: Connection) -> Iterator[Occurrence]:
    """Find a connection of the TLS certificate model: no key limits the superusers of its local cluster."""
    if connection.wiring.carries is not SecurityModel.TLS_CERTIFICATE:
        return
    yield Occurrence(
        f"every superuser of {connection.local.name!r} can read everything on {connection.remote.name!r}, "
        "including restricted indices: no key limits a connection of the TLS certificate model"
    )


def licence_too_low(connection: Connection) -> Iterator[Occurrence]:
    """Find clusters whose licence does not include what the connection uses."""
    wanted = [(SecurityModel.API_KEY in connection.wiring.serves, "the API key model", API_KEY_MODEL)]
    replicates = any(grant.request.kind is GrantKind.REPLICATION for grant in connection.grants)
    wanted.append((replicates, "cross-cluster replication", REPLICATION))
    for cluster in (connection.local, connection.remote):
        for used, what, licences in wanted:
            if used and cluster.license is not None and cluster.license not in licences:
                yield Occurrence(
                    f"{what} requires the licence {' or '.join(sorted(licences))} on both clusters, but "
                    f"{cluster.name!r} has {cluster.license!r}",
                    remedy="upgrade the licence"
                    + (", or use TlsCertificateSecurity" if licences is API_KEY_MODEL else ""),
                    about=cluster.name,
                )
