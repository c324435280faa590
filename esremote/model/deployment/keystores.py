"""How a secure setting reaches the keystores of a cluster's nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from esremote.model.constraints.raising import require_names
from esremote.model.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class KeystoreCommand:
    """A program that behaves like `bin/elasticsearch-keystore` of the only node of a cluster.

    Secrets are passed to it on standard input, never as arguments.

    Args:
        argv: the program and its first arguments.

    Raises:
        ConfigurationError: the command is empty.

    Example:
        >>> KeystoreCommand(["ssh", "fra-1", "/usr/share/elasticsearch/bin/elasticsearch-keystore"]).argv[0]
        'ssh'
    """

    argv: Sequence[str]

    def __post_init__(self) -> None:
        """Reject an empty command."""
        require_names("KeystoreCommand.argv", self.argv)


@dataclass(frozen=True)
class KeystoreCommands:
    """A program that behaves like `bin/elasticsearch-keystore` for each node, as each node has its keystore.

    Args:
        argvs: for each node, the program and its first arguments.

    Raises:
        ConfigurationError: the list or one of the commands is empty.
    """

    argvs: Sequence[Sequence[str]]

    def __post_init__(self) -> None:
        """Reject an empty list and empty commands."""
        if not self.argvs:
            raise ConfigurationError(
                "KeystoreCommands.argvs", "must not be empty", remedy="specify one command for each node"
            )
        for index, argv in enumerate(self.argvs):
            require_names(f"KeystoreCommands.argvs[{index}]", argv)


MAIN_REF_ID = "_main"
"""The Elastic Cloud API accepts it as the reference ID of a deployment's only Elasticsearch resource.

Source: Elastic Cloud API, `GET /deployments/{deployment_id}/elasticsearch/{ref_id}/keystore`.
"""


@dataclass(frozen=True, kw_only=True)
class ElasticCloudKeystore:
    """The keystore API of Elastic Cloud Hosted, or of Elastic Cloud Enterprise at `endpoint`."""

    deployment_id: str
    ref_id: str = MAIN_REF_ID
    endpoint: str | None = None


@dataclass(frozen=True, kw_only=True)
class KubernetesSecret:
    """A secret in `spec.secureSettings` of an ECK cluster. A change makes the operator restart the pods."""

    namespace: str
    name: str


Keystore: TypeAlias = KeystoreCommand | KeystoreCommands | ElasticCloudKeystore | KubernetesSecret


def keystore_attribute(keystore: Keystore) -> dict[str, object]:
    """Return `keystore` as an attribute of the provider's configuration."""
    match keystore:
        case KeystoreCommand(argv):
            return {"commands": [list(argv)]}
        case KeystoreCommands(argvs):
            return {"commands": [list(argv) for argv in argvs]}
        case ElasticCloudKeystore(deployment_id=deployment_id, ref_id=ref_id, endpoint=endpoint):
            cloud = {"deployment_id": deployment_id}
            if ref_id != MAIN_REF_ID:
                cloud["ref_id"] = ref_id
            return {"elastic_cloud": cloud if endpoint is None else cloud | {"endpoint": endpoint}}
        case KubernetesSecret(namespace=namespace, name=name):
            return {"kubernetes_secret": {"namespace": namespace, "name": name}}
