"""What REST cannot set: lines of elasticsearch.yml, files that they name, and names of secure settings.

All settings here are static: a node reads them when it starts (Elasticsearch reference, "Remote cluster
settings", "Networking settings", "Security settings").
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
    """Return the path, in a node's config folder, of the authority of another cluster."""
    return f"certs/{cluster}-ca.crt"


@dataclass(frozen=True)
class NodeSettings:
    """What every node of one cluster needs.

    Attributes:
        settings: for elasticsearch.yml.
        keystore: names of secure settings in the node's keystore.
        files: what the files are that the settings name, by path in the config folder.
    """

    settings: Mapping[str, Setting] = field(default_factory=dict)
    keystore: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return it as a stack's metadata writes it."""
        return {
            "settings": {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in self.settings.items()
            },
            "keystore": list(self.keystore),
            "files": dict(self.files),
        }


def serve_api_keys(cluster: str, port: int, *, keep_idle: int | None = None) -> NodeSettings:
    """Return what lets `cluster` be read with API keys."""
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
    """Return what lets a cluster read `remote`, that it calls `alias`, with an API key.

    Args:
        alias: of the remote.
        remote: its name.
        private_ca: whether its remote cluster server's certificate is from an authority that Java does not
            know.
    """
    settings: dict[str, Setting] = {"xpack.security.remote_cluster_client.ssl.enabled": True}
    files: dict[str, str] = {}
    if private_ca:
        path = foreign_ca(remote)
        settings["xpack.security.remote_cluster_client.ssl.certificate_authorities"] = (path,)
        files[path] = f"authority of {remote}, PEM"
    return NodeSettings(settings=settings, keystore=(f"cluster.remote.{alias}.credentials",), files=files)


def trust_transport_of(other: str) -> NodeSettings:
    """Return what lets a cluster trust the transport certificates of `other`, beside its own."""
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
    """Return what keeps idle connections to a cluster's transport interface alive."""
    return NodeSettings(settings={} if keep_idle is None else {"transport.tcp.keep_idle": keep_idle})


def merge(parts: list[NodeSettings]) -> NodeSettings:
    """Put the needs of all connections of a cluster together; lists are united, in a stable order.

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
