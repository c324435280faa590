"""Where a cluster runs. A deployment answers four questions, and nothing else asks what it is.

Which port does each security model use, which modes work, how does a secure setting reach the keystore, and
are remote clusters available at all. (Elastic docs, "Remote clusters", "Connection modes", "Security
models".)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from esremote.model.addresses import with_default_port
from esremote.model.connection.modes import ModeName
from esremote.model.connection.security_model import SecurityModel
from esremote.model.deployment.keystores import (
    MAIN_REF_ID,
    ElasticCloudKeystore,
    KeystoreCommand,
    KeystoreCommands,
    KubernetesSecret,
)
from esremote.model.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

_NODE_PORTS: Mapping[SecurityModel, int] = MappingProxyType(
    {SecurityModel.API_KEY: 9443, SecurityModel.TLS_CERTIFICATE: 9300}
)
_CLOUD_PORTS: Mapping[SecurityModel, int] = MappingProxyType(
    {SecurityModel.API_KEY: 9443, SecurityModel.TLS_CERTIFICATE: 9400}
)
_BOTH_MODES = frozenset(ModeName)
_PROXY_ONLY = frozenset({ModeName.PROXY})


@dataclass(frozen=True, kw_only=True)
class Advertised:
    """Where a remote cluster answers to the connections of one security model."""

    address: str
    server_name: str | None = None


@dataclass(frozen=True, kw_only=True)
class SelfManaged:
    """A cluster on machines of one's own.

    Args:
        transport: where its transport interface is reached, `host` or `host:9300`.
        remote_cluster_server: where its remote cluster server is reached, `host` or `host:9443`.
        keystore: how to run `elasticsearch-keystore` on its nodes; needed on the local side of an API-key
            connection.
        keep_idle: seconds (1 to 300) after which its interfaces probe an idle connection, so that firewalls
            keep it. By default the system's, at most 300.

    Example:
        >>> SelfManaged(remote_cluster_server="dublin.example").advertised(SecurityModel.API_KEY).address
        'dublin.example:9443'
    """

    key: ClassVar[str] = "self_managed"
    has_nodes: ClassVar[bool] = True
    label: ClassVar[str] = "self-managed"
    ports: ClassVar[Mapping[SecurityModel, int]] = _NODE_PORTS
    modes: ClassVar[frozenset[ModeName]] = _BOTH_MODES
    discouraged_modes: ClassVar[frozenset[ModeName]] = frozenset()
    available: ClassVar[bool] = True

    transport: str | None = None
    remote_cluster_server: str | None = None
    keystore: KeystoreCommand | KeystoreCommands | None = None
    keep_idle: int | None = None

    def __post_init__(self) -> None:
        """Refuse addresses that no socket can be opened to."""
        for model in SecurityModel:
            self.advertised(model)
        _require_keep_idle(f"{type(self).__name__}.keep_idle", self.keep_idle)

    def advertised(self, model: SecurityModel) -> Advertised | None:
        """Where connections of `model` arrive; None when it was not said."""
        return _node_address("SelfManaged", self.transport, self.remote_cluster_server, model)

    def facts(self) -> dict[str, object]:
        """Return what renderers need to know beside its addresses: nothing."""
        return {}


@dataclass(frozen=True, kw_only=True)
class ElasticCloudHosted:
    """A deployment in Elastic Cloud Hosted.

    Args:
        deployment_id: its id, for the keystore API.
        endpoint: host name of its Elasticsearch resource (`metadata.endpoint`); it is the TLS server name
            too.
        ref_id: the reference ID of the deployment's Elasticsearch resource.
        resource_id: id of the Elasticsearch resource; others' traffic filters name it.
        organization_id: of its organization; others' traffic filters name it.
        region: where it runs, as `"gcp-europe-west3"`; its own traffic filters need it.
    """

    key: ClassVar[str] = "elastic_cloud_hosted"
    has_nodes: ClassVar[bool] = False
    label: ClassVar[str] = "Elastic Cloud Hosted"
    ports: ClassVar[Mapping[SecurityModel, int]] = _CLOUD_PORTS
    modes: ClassVar[frozenset[ModeName]] = _PROXY_ONLY
    discouraged_modes: ClassVar[frozenset[ModeName]] = frozenset()
    keep_idle: ClassVar[None] = None
    available: ClassVar[bool] = True

    deployment_id: str
    endpoint: str
    ref_id: str = MAIN_REF_ID
    resource_id: str | None = None
    organization_id: str | None = None
    region: str | None = None

    def advertised(self, model: SecurityModel) -> Advertised | None:
        """Its proxy, told which deployment is meant by the TLS server name."""
        return Advertised(address=f"{self.endpoint}:{self.ports[model]}", server_name=self.endpoint)

    @property
    def keystore(self) -> ElasticCloudKeystore:
        """The keystore API of Elastic Cloud; the deployment reloads by itself."""
        return ElasticCloudKeystore(deployment_id=self.deployment_id, ref_id=self.ref_id)

    def facts(self) -> dict[str, object]:
        """Return what renderers need to know beside its addresses: nothing."""
        return {}


@dataclass(frozen=True, kw_only=True)
class ElasticCloudEnterprise:
    """A deployment in an Elastic Cloud Enterprise of one's own.

    Args:
        deployment_id: its id, for the keystore API.
        endpoint: host name of its Elasticsearch resource; it is the TLS server name too.
        api_endpoint: URL of the platform's API.
        ref_id: the reference ID of the deployment's Elasticsearch resource.
    """

    key: ClassVar[str] = "elastic_cloud_enterprise"
    has_nodes: ClassVar[bool] = False
    label: ClassVar[str] = "Elastic Cloud Enterprise"
    ports: ClassVar[Mapping[SecurityModel, int]] = _CLOUD_PORTS
    modes: ClassVar[frozenset[ModeName]] = _PROXY_ONLY
    discouraged_modes: ClassVar[frozenset[ModeName]] = frozenset()
    keep_idle: ClassVar[None] = None
    available: ClassVar[bool] = True

    deployment_id: str
    endpoint: str
    api_endpoint: str
    ref_id: str = MAIN_REF_ID

    def advertised(self, model: SecurityModel) -> Advertised | None:
        """Its proxy, told which deployment is meant by the TLS server name."""
        return Advertised(address=f"{self.endpoint}:{self.ports[model]}", server_name=self.endpoint)

    @property
    def keystore(self) -> ElasticCloudKeystore:
        """The keystore API of the platform."""
        return ElasticCloudKeystore(
            deployment_id=self.deployment_id, ref_id=self.ref_id, endpoint=self.api_endpoint
        )

    def facts(self) -> dict[str, object]:
        """Return what renderers need to know beside its addresses: nothing."""
        return {}


@dataclass(frozen=True, kw_only=True)
class Eck:
    """A cluster run by Elastic Cloud on Kubernetes.

    Args:
        name: of the Elasticsearch resource.
        namespace: it lives in.
        transport: where others reach its transport interface; its in-cluster service by default.
        remote_cluster_server: where others reach its remote cluster server; its in-cluster service by
            default.
        secure_settings: name of the Kubernetes secret with its secure settings.
        keep_idle: seconds (1 to 300) after which its interfaces probe an idle connection.
    """

    key: ClassVar[str] = "eck"
    has_nodes: ClassVar[bool] = True
    label: ClassVar[str] = "ECK"
    ports: ClassVar[Mapping[SecurityModel, int]] = _NODE_PORTS
    modes: ClassVar[frozenset[ModeName]] = _BOTH_MODES
    discouraged_modes: ClassVar[frozenset[ModeName]] = frozenset({ModeName.SNIFF})
    available: ClassVar[bool] = True

    name: str
    namespace: str = "default"
    transport: str | None = None
    remote_cluster_server: str | None = None
    secure_settings: str | None = None
    keep_idle: int | None = None

    def __post_init__(self) -> None:
        """Refuse addresses that no socket can be opened to."""
        for model in SecurityModel:
            self.advertised(model)
        _require_keep_idle(f"{type(self).__name__}.keep_idle", self.keep_idle)

    def advertised(self, model: SecurityModel) -> Advertised | None:
        """What was said, else the service that the operator makes."""
        return _node_address(
            "Eck",
            self.transport or f"{self.name}-es-transport.{self.namespace}.svc",
            self.remote_cluster_server or f"{self.name}-es-remote-cluster.{self.namespace}.svc",
            model,
        )

    @property
    def keystore(self) -> KubernetesSecret:
        """The secret that `spec.secureSettings` names."""
        return KubernetesSecret(
            namespace=self.namespace, name=self.secure_settings or f"{self.name}-remote-cluster-credentials"
        )

    def facts(self) -> dict[str, object]:
        """Return what renderers need to know beside its addresses: names of Kubernetes resources."""
        return {
            "kubernetes": {"name": self.name, "namespace": self.namespace},
            "secure_settings": self.keystore.name,
        }


@dataclass(frozen=True, kw_only=True)
class Serverless:
    """An Elastic Cloud Serverless project. It has no remote clusters; connecting one is an error."""

    key: ClassVar[str] = "serverless"
    has_nodes: ClassVar[bool] = False
    label: ClassVar[str] = "Serverless"
    ports: ClassVar[Mapping[SecurityModel, int]] = MappingProxyType({})
    modes: ClassVar[frozenset[ModeName]] = frozenset()
    discouraged_modes: ClassVar[frozenset[ModeName]] = frozenset()
    keep_idle: ClassVar[None] = None
    available: ClassVar[bool] = False
    keystore: ClassVar[None] = None

    def advertised(self, model: SecurityModel) -> Advertised | None:
        """Nowhere."""
        del model
        return None

    def facts(self) -> dict[str, object]:
        """Return what renderers need to know beside its addresses: nothing."""
        return {}


Deployment: TypeAlias = SelfManaged | ElasticCloudHosted | ElasticCloudEnterprise | Eck | Serverless


def require_available(path: str, deployment: Deployment) -> None:
    """Check that clusters of this deployment can take part in a remote connection.

    Raises:
        ConfigurationError: it is a Serverless project.
    """
    if not deployment.available:
        raise ConfigurationError(
            path,
            f"remote clusters are not available on {deployment.label}",
            remedy="use cross-project search there, or a hosted or self-managed deployment",
        )


@cache  # the checks of a mesh ask thousands of times
def _node_address(
    path: str, transport: str | None, remote_cluster_server: str | None, model: SecurityModel
) -> Advertised | None:
    name, text = {
        SecurityModel.API_KEY: ("remote_cluster_server", remote_cluster_server),
        SecurityModel.TLS_CERTIFICATE: ("transport", transport),
    }[model]
    if text is None:
        return None
    return Advertised(address=with_default_port(f"{path}.{name}", text, _NODE_PORTS[model]))


def _require_keep_idle(path: str, seconds: int | None) -> None:
    if seconds is not None and seconds not in range(1, 301):
        raise ConfigurationError(path, f"must be 1 to 300 seconds, got {seconds}")
