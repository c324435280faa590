"""The provider `esremote`: its configuration, resources and data sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.provider.connection.resource import Connection
from esremote.provider.cross_cluster_api_key.resource import CrossClusterApiKey
from esremote.provider.data_sources.cluster import ClusterData
from esremote.provider.data_sources.effective_access import EffectiveAccessData
from esremote.provider.data_sources.endpoint_certificate import EndpointCertificateData
from esremote.provider.data_sources.remote_info import RemoteInfoData
from esremote.provider.protocol import Provider, Unknown, at
from esremote.provider.role.resource import Role
from esremote.provider.schema import SCHEMA
from esremote.provider.session import Sessions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from esremote.provider.protocol import ConfigureRequest


class EsremoteProvider(Provider):
    """Connects Elasticsearch clusters to each other."""

    address = "esremote/esremote"
    schema = SCHEMA

    def __init__(self) -> None:
        self._sessions = Sessions()
        self.resources = (
            Connection(self._sessions),
            CrossClusterApiKey(self._sessions),
            Role(self._sessions),
        )
        self.data_sources = (
            ClusterData(self._sessions),
            EffectiveAccessData(self._sessions),
            EndpointCertificateData(),
            RemoteInfoData(self._sessions),
        )

    async def configure(self, request: ConfigureRequest) -> None:
        """Accept the clusters without connecting to any of them yet."""
        clusters = request.config["clusters"]
        for name, risk in _risks(clusters):
            request.diagnostics.warning(
                f"Cluster {name!r}: {risk}", "Do not use this setting in production.", at("clusters")[name]
            )
        await self._sessions.begin(clusters)

    async def close(self) -> None:
        """Close every connection."""
        await self._sessions.current.close()


def make_provider() -> EsremoteProvider:
    """Create the provider; called by the process that serves it."""
    return EsremoteProvider()


def _risks(clusters: dict[str, Any] | Unknown) -> Iterator[tuple[str, str]]:
    for name, cluster in ({} if isinstance(clusters, Unknown) else clusters).items():
        if isinstance(cluster, Unknown):
            continue
        if cluster.get("insecure_skip_verify") is True:
            yield name, "the certificate is not verified"
        if cluster.get("allow_http") is True:
            yield name, "credentials may be sent without TLS"
