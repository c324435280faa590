"""A cluster: where it is, how it runs, and what connects it to others."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib._registry import registry_of
from constructs_lib._source import caller
from constructs_lib.connection import Connection
from esremote.model.addresses import require_url
from esremote.model.deployments import Deployment, SelfManaged, require_available
from esremote.model.errors import ConfigurationError, require_names
from esremote.model.keystores import keystore_attribute
from esremote.model.security import SecurityModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.role import Role
    from esremote.model.modes import Mode, Transport
    from esremote.model.security import Security



class Cluster(Construct):
    """An Elasticsearch cluster that others connect to, or that connects to others.

    Its name is the key of the provider's `clusters` map. Credentials are never part of the program:
    Terraform's process takes them from `ESREMOTE_<NAME>_USERNAME` and `_PASSWORD` (or `_API_KEY`,
    `_BEARER_TOKEN`), the name in upper case.

    Args:
        scope: a stack, or a construct in one.
        name: of the cluster; its aliases are named after it by default.
        url: of its HTTP interface, or a list of URLs.
        deployment: where it runs; self-managed, with nothing said, by default.
        username: who Terraform signs in as; not a secret.
        ca_file: PEM file with the authority of its HTTP certificate.
        version: of Elasticsearch, as `"9.5.3"`, when it is known at synthesis; checks use it.

    Raises:
        ConfigurationError: a URL cannot be right, or carries credentials.

    Example:
        frankfurt = Cluster(stack, "frankfurt", url="https://fra.example:9200")
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        url: str | Sequence[str],
        deployment: Deployment | None = None,
        username: str | None = None,
        ca_file: str | None = None,
        version: str | None = None,
    ) -> None:
        path = f"Cluster {name!r}"
        self.endpoints = (url,) if isinstance(url, str) else require_names(f"{path}.url", url)
        for endpoint in self.endpoints:
            require_url(f"{path}.url", endpoint)
        super().__init__(scope, name)
        self.name = name
        self.deployment: Deployment = deployment or SelfManaged()
        self.username = username
        self.ca_file = ca_file
        self.version = version
        self.source = caller()
        self.roles: dict[str, Role] = {}
        self.connections: dict[str, Connection] = {}
        self.registry = registry_of(self)
        self.registry.use(self)

    def connect_to(
        self,
        remote: Cluster,
        *,
        alias: str | None = None,
        security: Security,
        mode: Mode | None = None,
        skip_unavailable: bool | None = None,
        transport: Transport | None = None,
    ) -> Connection:
        """Make `remote` searchable from this cluster as `<alias>:<index>`.

        Args:
            remote: the cluster whose data is read.
            alias: what this cluster calls it; the remote's name by default. Unique on this cluster.
            security: which security model, and what it needs.
            mode: `Proxy` or `Sniff`; by default a proxy connection to the address that the remote advertises.
            skip_unavailable: whether a search succeeds without this remote when it cannot be reached.
                Elasticsearch's default is true since 8.15.
            transport: settings of the connections, as their ping schedule.

        Raises:
            ConfigurationError: the alias is taken, an address is missing, or remote clusters are not
                available there.
        """
        for cluster in (self, remote):
            require_available(f"Cluster {cluster.name!r}", cluster.deployment)
        name = remote.name if alias is None else alias
        if name in self.connections:
            raise ConfigurationError(
                f"Cluster {self.name!r}",
                f"already has the alias {name!r}, made at {self.connections[name].source}",
                remedy="give this one another alias",
            )
        connection = Connection(
            self,
            name,
            remote=remote,
            security=security,
            mode=mode,
            skip_unavailable=skip_unavailable,
            transport=transport,
        )
        self.connections[name] = connection
        return connection

    def provider_entry(self) -> dict[str, object]:
        """Return this cluster's entry in the provider's `clusters` map."""
        keystore = self.deployment.keystore
        return {
            "endpoints": list(self.endpoints),
            "username": self.username,
            "ca_file": None if self.ca_file is None else from_stack_folder(self.ca_file),
            "keystore": None if keystore is None else keystore_attribute(keystore),
        }

    def facts(self) -> dict[str, object]:
        """Return what the stack's metadata says about it beside the provider configuration."""
        addresses = {
            "transport": self.deployment.advertised(SecurityModel.TLS_CERTIFICATE),
            "remote_cluster_server": self.deployment.advertised(SecurityModel.API_KEY),
        }
        return {
            "source": self.source,
            "deployment": self.deployment.key,
            **({"version": self.version} if self.version else {}),
            **{name: advertised.address for name, advertised in addresses.items() if advertised},
        }


def from_stack_folder(file: str) -> str:
    """Return the path by which terraform, in a stack's folder, finds `file` of the working directory."""
    path = Path(file)
    if path.is_absolute():
        if not path.is_relative_to(Path.cwd()):
            return path.as_posix()
        path = path.relative_to(Path.cwd())
    return (_from_stack_folder(Path.cwd()) / os.path.normpath(path)).as_posix()


def _from_stack_folder(folder: Path) -> Path:
    # terraform runs in <outdir>/stacks/<name>; cdktf's App reads the same variable
    stack_folder = Path(os.environ.get("CDKTF_OUTDIR", "cdktf.out")).absolute() / "stacks" / "any"
    return Path(os.path.relpath(folder, stack_folder))
