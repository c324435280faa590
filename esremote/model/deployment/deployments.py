"""Where a cluster runs. Nothing else asks which deployment it is; each answers the same questions.

Which port does each security model use, which connection modes work, how does a secure setting reach the
keystore, and are remote clusters available at all? (Source: Elastic docs, "Remote clusters", "Connection
modes", "Security models".)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from esremote.model.addresses import split_host_port
from esremote.model.connection.modes import ModeName
from esremote.model.connection.security_model import SecurityModel
from esremote.model.constraints.addresses import address_problem
from esremote.model.constraints.raising import require
from esremote.model.deployment import default_ports
from esremote.model.deployment.keystores import (
    MAIN_REF_ID,
    ElasticCloudKeystore,
    KeystoreCommand,
    KeystoreCommands,
    KubernetesSecret,
)
from esremote.model.errors import ConfigurationError
from esremote.model.references import is_reference

if TYPE_CHECKING:
    from collections.abc import Mapping

_NODE_PORTS: Mapping[SecurityModel, int] = MappingProxyType(
    {
        SecurityModel.API_KEY: default_ports.REMOTE_CLUSTER_SERVER,
        SecurityModel.TLS_CERTIFICATE: default_ports.TRANSPORT,
    }
)
_CLOUD_PORTS: Mapping[SecurityModel, int] = MappingProxyType(
    {
        SecurityModel.API_KEY: default_ports.REMOTE_CLUSTER_SERVER,
        SecurityModel.TLS_CERTIFICATE: default_ports.TRANSPORT_IN_ELASTIC_CLOUD,
    }
)


@dataclass(frozen=True, kw_only=True)
class Advertised:
    """Where a remote cluster accepts the connections of one security model.

    Attributes:
        address: `host:port`.
        server_name: the TLS server name to send, where several clusters share the address.
    """

    address: str
    server_name: str | None = None


class _OnNodes:
    """What deployments have in common whose nodes you configure yourself."""

    has_nodes: ClassVar[bool] = True
    available: ClassVar[bool] = True
    ports: ClassVar[Mapping[SecurityModel, int]] = _NODE_PORTS
    modes: ClassVar[frozenset[ModeName]] = frozenset(ModeName)

    keep_idle: int | None

    def __post_init__(self) -> None:
        """Reject addresses that no client can connect to."""
        for model in SecurityModel:
            self.advertised(model)
        if self.keep_idle is not None and self.keep_idle not in range(1, 301):
            raise ConfigurationError(
                f"{type(self).__name__}.keep_idle", f"must be 1 to 300 seconds, got {self.keep_idle}"
            )

    def advertised(self, model: SecurityModel) -> Advertised | None:
        """Return where connections of `model` arrive, or None when that is unknown."""
        raise NotImplementedError


class _BehindElasticProxy:
    """What the deployments of Elastic Cloud have in common: a proxy in front of nodes that Elastic runs."""

    has_nodes: ClassVar[bool] = False
    available: ClassVar[bool] = True
    ports: ClassVar[Mapping[SecurityModel, int]] = _CLOUD_PORTS
    modes: ClassVar[frozenset[ModeName]] = frozenset({ModeName.PROXY})
    discouraged_modes: ClassVar[frozenset[ModeName]] = frozenset()
    keep_idle: ClassVar[None] = None

    endpoint: str

    def advertised(self, model: SecurityModel) -> Advertised | None:
        """Return the address of the proxy, with the TLS server name by which it finds the deployment."""
        return Advertised(address=f"{self.endpoint}:{self.ports[model]}", server_name=self.endpoint)

    def facts(self) -> dict[str, object]:
        """Return what renderers need in addition to the addresses: nothing."""
        return {}


@dataclass(frozen=True, kw_only=True)
class SelfManaged(_OnNodes):
    """A cluster on machines that you manage yourself.

    Args:
        transport: the address of its transport interface, `host` or `host:port`; the default port is 9300.
        remote_cluster_server: the address of its remote cluster server, `host` or `host:port`; the default
            port is 9443.
        keystore: how to run `elasticsearch-keystore` on its nodes. Required for the local cluster of a
            connection that uses an API key.
        keep_idle: seconds, from 1 to 300, after which TCP keep-alive probes an idle connection to its
            interfaces, so that firewalls do not drop it. By default the setting of the operating system, but
            at most 300.

    Raises:
        ConfigurationError: an address is not `host` or `host:port`, or `keep_idle` is out of range.

    Example:
        >>> SelfManaged(remote_cluster_server="dublin.example").advertised(SecurityModel.API_KEY).address
        'dublin.example:9443'
    """

    key: ClassVar[str] = "self_managed"
    label: ClassVar[str] = "self-managed"
    discouraged_modes: ClassVar[frozenset[ModeName]] = frozenset()

    transport: str | None = None
    remote_cluster_server: str | None = None
    keystore: KeystoreCommand | KeystoreCommands | None = None
    keep_idle: int | None = None

    def advertised(self, model: SecurityModel) -> Advertised | None:
        """Return where connections of `model` arrive, or None when no address is given."""
        return _node_address("SelfManaged", self.transport, self.remote_cluster_server, model)

    def facts(self) -> dict[str, object]:
        """Return what renderers need in addition to the addresses: nothing."""
        return {}


@dataclass(frozen=True, kw_only=True)
class ElasticCloudHosted(_BehindElasticProxy):
    """A deployment on Elastic Cloud Hosted.

    Args:
        deployment_id: the ID of the deployment, for the keystore API.
        endpoint: the host name of its Elasticsearch resource (`metadata.endpoint`), which is also the TLS
            server name.
        ref_id: the reference ID of its Elasticsearch resource. The default, `_main`, refers to the only one.
        resource_id: the ID of its Elasticsearch resource, which traffic filters of other deployments refer
            to.
        organization_id: the ID of its organization, which traffic filters of other deployments refer to.
        region: the region, such as `"gcp-europe-west3"`. Required for its own traffic filters.

    Example:
        >>> hosted = ElasticCloudHosted(deployment_id="320b7b54", endpoint="fra.es.gcp.cloud.es.io")
        >>> hosted.advertised(SecurityModel.TLS_CERTIFICATE).address
        'fra.es.gcp.cloud.es.io:9400'
    """

    key: ClassVar[str] = "elastic_cloud_hosted"
    label: ClassVar[str] = "Elastic Cloud Hosted"

    deployment_id: str
    endpoint: str
    ref_id: str = MAIN_REF_ID
    resource_id: str | None = None
    organization_id: str | None = None
    region: str | None = None

    @property
    def keystore(self) -> ElasticCloudKeystore:
        """The keystore API of Elastic Cloud, after which the deployment reloads its secure settings."""
        return ElasticCloudKeystore(deployment_id=self.deployment_id, ref_id=self.ref_id)


@dataclass(frozen=True, kw_only=True)
class ElasticCloudEnterprise(_BehindElasticProxy):
    """A deployment on Elastic Cloud Enterprise, which you run yourself.

    Args:
        deployment_id: the ID of the deployment, for the keystore API.
        endpoint: the host name of its Elasticsearch resource, which is also the TLS server name.
        api_endpoint: the URL of the platform's API.
        ref_id: the reference ID of its Elasticsearch resource. The default, `_main`, refers to the only one.
    """

    key: ClassVar[str] = "elastic_cloud_enterprise"
    label: ClassVar[str] = "Elastic Cloud Enterprise"

    deployment_id: str
    endpoint: str
    api_endpoint: str
    ref_id: str = MAIN_REF_ID

    @property
    def keystore(self) -> ElasticCloudKeystore:
        """The keystore API of the platform."""
        return ElasticCloudKeystore(
            deployment_id=self.deployment_id, ref_id=self.ref_id, endpoint=self.api_endpoint
        )


@dataclass(frozen=True, kw_only=True)
class Eck(_OnNodes):
    """A cluster that Elastic Cloud on Kubernetes (ECK) runs.

    Args:
        name: the name of the Elasticsearch resource.
        namespace: its Kubernetes namespace.
        transport: the address at which other clusters reach its transport interface; by default its service
            inside Kubernetes.
        remote_cluster_server: the address at which other clusters reach its remote cluster server; by default
            its service inside Kubernetes.
        secure_settings: the name of the Kubernetes secret that contains its secure settings.
        keep_idle: seconds, from 1 to 300, after which TCP keep-alive probes an idle connection to its
            interfaces.

    Raises:
        ConfigurationError: an address is not `host` or `host:port`, or `keep_idle` is out of range.

    Example:
        >>> Eck(name="logs").advertised(SecurityModel.API_KEY).address
        'logs-es-remote-cluster.default.svc:9443'
    """

    key: ClassVar[str] = "eck"
    label: ClassVar[str] = "ECK"
    discouraged_modes: ClassVar[frozenset[ModeName]] = frozenset({ModeName.SNIFF})

    name: str
    namespace: str = "default"
    transport: str | None = None
    remote_cluster_server: str | None = None
    secure_settings: str | None = None
    keep_idle: int | None = None

    def advertised(self, model: SecurityModel) -> Advertised | None:
        """Return the address that is given, or the service that the operator creates."""
        return _node_address(
            "Eck",
            self.transport or f"{self.name}-es-transport.{self.namespace}.svc",
            self.remote_cluster_server or f"{self.name}-es-remote-cluster.{self.namespace}.svc",
            model,
        )

    @property
    def keystore(self) -> KubernetesSecret:
        """The Kubernetes secret that `spec.secureSettings` refers to."""
        return KubernetesSecret(
            namespace=self.namespace, name=self.secure_settings or f"{self.name}-remote-cluster-credentials"
        )

    def facts(self) -> dict[str, object]:
        """Return what renderers need in addition to the addresses: the names of Kubernetes resources."""
        return {
            "kubernetes": {"name": self.name, "namespace": self.namespace},
            "secure_settings": self.keystore.name,
        }


@dataclass(frozen=True, kw_only=True)
class Serverless:
    """An Elastic Cloud Serverless project. It has no remote clusters, so connecting one is an error."""

    key: ClassVar[str] = "serverless"
    label: ClassVar[str] = "Serverless"
    has_nodes: ClassVar[bool] = False
    available: ClassVar[bool] = False
    ports: ClassVar[Mapping[SecurityModel, int]] = MappingProxyType({})
    modes: ClassVar[frozenset[ModeName]] = frozenset()
    discouraged_modes: ClassVar[frozenset[ModeName]] = frozenset()
    keep_idle: ClassVar[None] = None
    keystore: ClassVar[None] = None

    def advertised(self, model: SecurityModel) -> Advertised | None:
        """Return None: a project accepts no connections."""
        del model
        return None

    def facts(self) -> dict[str, object]:
        """Return what renderers need in addition to the addresses: nothing."""
        return {}


Deployment: TypeAlias = SelfManaged | ElasticCloudHosted | ElasticCloudEnterprise | Eck | Serverless


def require_available(path: str, deployment: Deployment) -> None:
    """Check that a cluster can be the local or the remote cluster of a connection.

    Raises:
        ConfigurationError: the cluster is a Serverless project.
    """
    if not deployment.available:
        raise ConfigurationError(
            path,
            f"remote clusters are not available on {deployment.label}",
            remedy="use cross-project search there, or a hosted or self-managed deployment",
        )


@cache  # the checks of a mesh call this thousands of times
def _node_address(
    path: str, transport: str | None, remote_cluster_server: str | None, model: SecurityModel
) -> Advertised | None:
    name, text = {
        SecurityModel.API_KEY: ("remote_cluster_server", remote_cluster_server),
        SecurityModel.TLS_CERTIFICATE: ("transport", transport),
    }[model]
    if text is None:
        return None
    with_port = f"{text}:{_NODE_PORTS[model]}"
    address = with_port if not is_reference(text) and split_host_port(with_port) else text
    require(f"{path}.{name}", address, address_problem)
    return Advertised(address=address)
