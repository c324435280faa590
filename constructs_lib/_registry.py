"""What one Terraform stack holds of this library: clusters, resources and what they need.

Everything stays in Python until synthesis, when `_stack_file.py` turns it into one Terraform element. A
`TerraformResource` for each connection would cost several calls across the process border to Node, and a mesh
of forty clusters has 1,560 connections. `benchmarks/synthesis.py` measures the difference.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib._cdk import cdk
from constructs_lib._resource import address_of
from esremote import __version__
from esremote.model.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import IConstruct

    from constructs_lib._resource import ConnectionResource, ProviderCluster, Resource
    from esremote.model.findings.finding import Acknowledgement

PROVIDER_SOURCE = "esremote/esremote"


class Registry:
    """The clusters and resources of one stack, in the order of the program.

    Attributes:
        stack: the stack.
        resources: by Terraform address.
        clusters: by name; those with a URL are in the provider configuration.
        providers: requirements under `terraform.required_providers`, by local name.
        variables: descriptions of the Terraform variables that supply secrets, by name.
        imports: ids of existing objects that Terraform takes over, by Terraform address.
        acknowledgements: findings that the program accepts.
        revision: grows with every change, so that whatever is derived from the registry can be cached.
    """

    def __init__(self, stack: cdk.TerraformStack) -> None:
        self.stack = stack
        self.resources: dict[str, Resource] = {}
        self.clusters: dict[str, ProviderCluster] = {}
        self.providers = {"esremote": {"source": PROVIDER_SOURCE, "version": __version__}}
        self.variables: dict[str, str] = {}
        self.imports: dict[str, str] = {}
        self.acknowledgements: list[Acknowledgement] = []
        self.revision = 0

    def add(self, resource: Resource) -> None:
        """Add a resource to the stack.

        Raises:
            ConfigurationError: another resource of the stack has the same address.
        """
        address = address_of(resource)
        if address in self.resources:
            raise ConfigurationError(
                address,
                "is defined twice in this stack",
                remedy=f"the first definition is at {self.resources[address].source}",
            )
        self.resources[address] = resource
        self.touch()

    def remove(self, resource: Resource) -> None:
        """Remove a resource from the stack."""
        del self.resources[address_of(resource)]
        self.touch()

    def add_connection(self, connection: ConnectionResource) -> None:
        """Add a connection to the stack, and its remote cluster to the provider configuration."""
        self.use(connection.remote)
        self.add(connection)
        self.variables.update(connection.variables())

    def use(self, cluster: ProviderCluster) -> None:
        """Add a cluster to the stack's provider configuration.

        Raises:
            ConfigurationError: another cluster has the same name, or the same environment variables.
        """
        known = self.clusters.get(cluster.name)
        if known is cluster:
            return
        if known is not None:
            raise ConfigurationError(
                f"Cluster {cluster.name!r}",
                "is defined twice for one stack",
                remedy=f"the first definition is at {known.source}; pass that object instead",
            )
        for other in self.clusters.values():
            if other.environment == cluster.environment:
                raise ConfigurationError(
                    f"Cluster {cluster.name!r}",
                    f"would take its credentials from {cluster.environment}_PASSWORD, as {other.name!r} does",
                    remedy="rename one of the two clusters",
                )
        self.clusters[cluster.name] = cluster
        self.touch()

    def require_provider(self, name: str, source: str) -> None:
        """Require another Terraform provider, which takes its configuration from the environment."""
        self.providers[name] = {"source": source}
        self.touch()

    def import_existing(self, resource: Resource, import_id: str) -> None:
        """Let Terraform take over the existing object with the id `import_id`."""
        self.imports[address_of(resource)] = import_id
        self.touch()

    def acknowledge(self, acknowledgement: Acknowledgement) -> None:
        """Accept findings of this stack."""
        self.acknowledgements.append(acknowledgement)
        self.touch()

    def touch(self) -> None:
        """Record that the content of the stack has changed."""
        self.revision += 1

    def from_folder(self, file: str) -> str:
        """Return the path of `file` relative to the stack's folder, where Terraform runs.

        The path of a file in the project is the same on every machine. A file outside the working directory
        that is given by an absolute path keeps that path.
        """
        path = Path(file)
        if path.is_absolute() and not path.is_relative_to(Path.cwd()):
            return path.as_posix()
        folder = Path(cdk.App.of(self.stack).outdir).resolve() / "stacks" / self.stack.node.id
        return Path(os.path.relpath(path.parent.resolve() / path.name, folder)).as_posix()


_registries: dict[cdk.TerraformStack, Registry] = {}
_observers: list[Callable[[Registry], object]] = []


def registry_of(scope: IConstruct) -> Registry:
    """Return the registry of the stack that contains `scope`; the first call for a stack creates it."""
    stack = cdk.TerraformStack.of(scope)
    if stack not in _registries:
        registry = _registries[stack] = Registry(stack)
        for observe in _observers:
            observe(registry)
    return _registries[stack]


def registries_of(app: cdk.App) -> list[Registry]:
    """Return the registries of all stacks of `app`."""
    return [registry for stack, registry in _registries.items() if cdk.App.of(stack) is app]


def call_with_new_registries(observe: Callable[[Registry], object]) -> None:
    """Call `observe` with every registry as soon as it exists.

    The writer of the stack's file knows clusters and connections, and these know the registry. The registry
    therefore does not import its writer: the writer subscribes here.
    """
    _observers.append(observe)
