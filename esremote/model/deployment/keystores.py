"""How a secure setting reaches a cluster's nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from esremote.model.errors import ConfigurationError, require_names

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class KeystoreCommand:
    """A program that behaves like `bin/elasticsearch-keystore` of the cluster's one node.

    The secret goes to its standard input, never into its arguments.

    Example:
        >>> KeystoreCommand(["ssh", "fra-1", "/usr/share/elasticsearch/bin/elasticsearch-keystore"]).argv[0]
        'ssh'
    """

    argv: Sequence[str]

    def __post_init__(self) -> None:
        """Refuse an empty command."""
        require_names("KeystoreCommand.argv", self.argv)


@dataclass(frozen=True)
class KeystoreCommands:
    """One such program for each node of the cluster: every node has its own keystore."""

    argvs: Sequence[Sequence[str]]

    def __post_init__(self) -> None:
        """Refuse an empty list and empty commands."""
        if not self.argvs:
            raise ConfigurationError(
                "KeystoreCommands.argvs", "must not be empty", remedy="give one command for each node"
            )
        for place, argv in enumerate(self.argvs):
            require_names(f"KeystoreCommands.argvs[{place}]", argv)


@dataclass(frozen=True, kw_only=True)
class ElasticCloudKeystore:
    """The keystore API of Elastic Cloud, or of an Elastic Cloud Enterprise at `endpoint`."""

    deployment_id: str
    ref_id: str
    endpoint: str | None = None


@dataclass(frozen=True, kw_only=True)
class KubernetesSecret:
    """A secret that `spec.secureSettings` of an ECK cluster names; the operator rolls the pods on change."""

    namespace: str
    name: str


Keystore: TypeAlias = KeystoreCommand | KeystoreCommands | ElasticCloudKeystore | KubernetesSecret


def keystore_attribute(keystore: Keystore) -> dict[str, object]:
    """Return `keystore` as the provider's configuration writes it."""
    match keystore:
        case KeystoreCommand(argv):
            return {"command": list(argv)}
        case KeystoreCommands(argvs):
            return {"commands": [list(argv) for argv in argvs]}
        case ElasticCloudKeystore(deployment_id=deployment_id, ref_id=ref_id, endpoint=endpoint):
            cloud = {"deployment_id": deployment_id, "ref_id": ref_id}
            return {"elastic_cloud": cloud if endpoint is None else cloud | {"endpoint": endpoint}}
        case KubernetesSecret(namespace=namespace, name=name):
            return {"kubernetes_secret": {"namespace": namespace, "name": name}}
