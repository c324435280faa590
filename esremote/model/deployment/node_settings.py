"""What cannot be set through the REST API: settings in elasticsearch.yml, their files, and secure settings.

All these settings are static: a node reads them when it starts. (Source: Elasticsearch reference, "Remote
cluster settings", "Networking settings", "Security settings".)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Setting: TypeAlias = str | bool | int | tuple[str, ...]

OWN_CA = "certs/ca.crt"
SERVER_CERTIFICATE = "certs/remote-cluster-server.crt"
SERVER_KEY = "certs/remote-cluster-server.key"


def foreign_ca(cluster: str) -> str:
    """Return the path of another cluster's certificate authority in the config folder of a node."""
    return f"certs/{cluster}-ca.crt"


@dataclass(frozen=True)
class NodeSettings:
    """What every node of a cluster needs.

    Attributes:
        settings: the settings in elasticsearch.yml, by name.
        keystore: the names of the secure settings in the keystore.
        files: descriptions of the files that the settings refer to, by path in the config folder.
    """

    settings: Mapping[str, Setting] = field(default_factory=dict)
    keystore: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return its representation in the metadata of a stack."""
        return {
            "settings": {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in self.settings.items()
            },
            "keystore": list(self.keystore),
            "files": dict(self.files),
        }


def serve_api_keys(cluster: str, port: int, *, keep_idle: int | None = None) -> NodeSettings:
    """Return what a remote cluster needs to accept connections in the API key model."""
    return NodeSettings(
        settings={
            **({} if keep_idle is None else {"remote_cluster.tcp.keep_idle": keep_idle}),
            "remote_cluster_server.enabled": True,
            "remote_cluster.port": port,
            "xpack.security.remote_cluster_server.ssl.enabled": True,
            "xpack.security.remote_cluster_server.ssl.certificate": SERVER_CERTIFICATE,
            "xpack.security.remote_cluster_server.ssl.key": SERVER_KEY,
        },
        files={
            SERVER_CERTIFICATE: f"certificate chain of the remote cluster server of {cluster}, PEM",
            SERVER_KEY: "its private key, PEM",
        },
    )


def read_with_api_keys(alias: str, remote: str, *, private_ca: bool) -> NodeSettings:
    """Return what a local cluster needs to connect to a remote cluster in the API key model.

    Args:
        alias: the alias of the remote cluster.
        remote: the name of the remote cluster.
        private_ca: whether the certificate of its remote cluster server is from an authority that Java does
            not trust by default.
    """
    settings: dict[str, Setting] = {"xpack.security.remote_cluster_client.ssl.enabled": True}
    files: dict[str, str] = {}
    if private_ca:
        path = foreign_ca(remote)
        settings["xpack.security.remote_cluster_client.ssl.certificate_authorities"] = (path,)
        files[path] = f"authority of {remote}, PEM"
    return NodeSettings(settings=settings, keystore=(f"cluster.remote.{alias}.credentials",), files=files)


def trust_transport_of(other: str) -> NodeSettings:
    """Return what a cluster needs to trust the transport certificates of `other` in addition to its own."""
    return NodeSettings(
        settings={
            "xpack.security.transport.ssl.enabled": True,
            "xpack.security.transport.ssl.certificate_authorities": (OWN_CA, foreign_ca(other)),
        },
        files={
            OWN_CA: "authority of the cluster's own transport certificates, PEM",
            foreign_ca(other): f"authority of {other}, PEM",
        },
    )


def serve_transport(keep_idle: int | None) -> NodeSettings:
    """Return what keeps idle connections to the transport interface alive."""
    return NodeSettings(settings={} if keep_idle is None else {"transport.tcp.keep_idle": keep_idle})


def merge(parts: list[NodeSettings]) -> NodeSettings:
    """Combine the settings that all connections of a cluster need. Lists are combined in a stable order.

    Example:
        >>> merged = merge([trust_transport_of("oregon"), trust_transport_of("dublin")])
        >>> merged.settings["xpack.security.transport.ssl.certificate_authorities"]
        ('certs/ca.crt', 'certs/dublin-ca.crt', 'certs/oregon-ca.crt')
    """
    settings: dict[str, Setting] = {}
    for part in parts:
        for name, value in part.settings.items():
            known = settings.get(name)
            if isinstance(known, tuple) and isinstance(value, tuple):
                settings[name] = tuple(sorted({*known, *value}))
            else:
                settings[name] = value
    return NodeSettings(
        settings=dict(sorted(settings.items())),
        keystore=tuple(sorted({name for part in parts for name in part.keystore})),
        files=dict(sorted(entry for part in parts for entry in part.files.items())),
    )
