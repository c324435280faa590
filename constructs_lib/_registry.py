"""What one Terraform stack holds of ours, written as ONE Terraform element.

A `TerraformResource` for each connection costs several calls across the process border to Node; a mesh of
forty clusters has 1,560. Here everything stays in Python until synthesis and crosses the border once. The
measurement is in `benchmarks/synthesis.py`.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import jsii
from constructs import IValidation

from constructs_lib import _network, rules
from constructs_lib._cdk import cdk
from constructs_lib._reporting import report
from constructs_lib._values import holds_reference, prepare
from constructs_lib.findings import acknowledge
from esremote.model.errors import ConfigurationError
from esremote.model.ports import openings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs import IConstruct

    from constructs_lib.cluster import Cluster
    from constructs_lib.connection import Connection
    from constructs_lib.findings import Acknowledgement, Finding

PROVIDER_SOURCE = "esremote/esremote"
PROVIDER_VERSION = "0.1.0"
METADATA_FORMAT = 1


class Resource(Protocol):
    """Something that becomes one Terraform resource."""

    @property
    def terraform_type(self) -> str:
        """As `esremote_role`."""

    @property
    def terraform_name(self) -> str:
        """Its local name."""

    @property
    def source(self) -> str:
        """File and line of the user's program."""

    def attributes(self) -> Mapping[str, object]:
        """Its attributes, asked for at synthesis; None means absent."""

    def sources(self) -> Mapping[str, str]:
        """Lines of its parts, by attribute path, where they are not the resource's own."""


class Registry(cdk.TerraformElement):
    """The resources, the provider configuration and the metadata of one stack."""

    def __init__(self, stack: cdk.TerraformStack) -> None:
        super().__init__(stack, "esremote")
        self.stack = stack
        self._resources: dict[str, Resource] = {}
        self._connections: list[Connection] = []
        self._clusters: dict[str, Cluster] = {}
        self._imports: dict[str, str] = {}
        self._variables: dict[str, str] = {}
        self._acknowledgements: list[Acknowledgement] = []
        self._preparing = False
        self.is_checked = False
        self.node.add_validation(_Validation(self))

    def add(self, resource: Resource) -> None:
        """Take a resource into the stack.

        Raises:
            ConfigurationError: another one has its address.
        """
        address = f"{resource.terraform_type}.{resource.terraform_name}"
        if address in self._resources:
            raise ConfigurationError(
                address,
                "is defined twice in this stack",
                remedy=f"the first is at {self._resources[address].source}",
            )
        self._resources[address] = resource

    def remove(self, resource: Resource) -> None:
        """Take a resource out again."""
        del self._resources[f"{resource.terraform_type}.{resource.terraform_name}"]

    def add_connection(self, connection: Connection) -> None:
        """Take a connection into the stack, and its remote into the provider configuration."""
        self.use(connection.remote)
        self.add(connection)
        self._connections.append(connection)
        if connection.wiring.handed_over is not None:
            self._variables[connection.wiring.handed_over.variable] = (
                f"The encoded cross-cluster API key of {connection.remote.name}, from its administrators."
            )

    def use(self, cluster: Cluster) -> None:
        """Put a cluster into the stack's provider configuration.

        Raises:
            ConfigurationError: another cluster of that name is there.
        """
        known = self._clusters.setdefault(cluster.name, cluster)
        if known is not cluster:
            raise ConfigurationError(
                f"Cluster {cluster.name!r}",
                "is defined twice for one stack",
                remedy=f"the first is at {known.source}; pass that object along instead",
            )

    def acknowledge(self, acknowledgement: Acknowledgement) -> None:
        """Accept findings of this stack."""
        self._acknowledgements.append(acknowledgement)

    def checked(self) -> list[Finding]:
        """Check and show the stack, once, and return the findings that stop the program.

        Raises:
            ConfigurationError: a value cannot be written.
        """
        self._written_resources()
        self.is_checked = True
        return report(self, self.findings())

    def findings(self) -> list[Finding]:
        """Check the whole stack. Acknowledged findings are marked, not left out."""
        return acknowledge(rules.check(self._connections), self._acknowledgements)

    def import_existing(self, resource: Resource, import_id: str) -> None:
        """Let Terraform take over what exists under `import_id`."""
        self._imports[f"{resource.terraform_type}.{resource.terraform_name}"] = import_id

    def from_folder(self, file: str) -> str:
        """Return the path by which terraform, running in the stack's folder, finds `file`.

        A file of the project gets a path that is the same on every machine.
        """
        path = Path(file)
        if path.is_absolute() and not path.is_relative_to(Path.cwd()):
            return path.as_posix()
        folder = Path(cdk.App.of(self).outdir).resolve() / "stacks" / self.stack.node.id
        return Path(os.path.relpath(path.parent.resolve() / path.name, folder)).as_posix()

    @contextmanager
    def preparing(self) -> Iterator[None]:
        """Show only values that hold a reference: CDK for Terraform is looking for those across stacks."""
        self._preparing = True
        try:
            yield
        finally:
            self._preparing = False

    def to_terraform(self) -> Any:  # noqa: ANN401 - the signature of the base class
        """Return the stack's fragment of Terraform's JSON syntax. Called by CDK for Terraform."""
        resources = self._written_resources()
        provider = {
            "clusters": {
                name: cluster.provider_entry()
                for name, cluster in sorted(self._clusters.items())
                if cluster.managed
            }
        }
        configuration = prepare(provider, 'provider["esremote"]')
        if self._preparing:
            return {"resource": resources, "provider": {"esremote": [configuration]}}
        document: dict[str, object] = {
            "//": {"esremote": self._metadata()},
            "terraform": {
                "required_providers": {"esremote": {"source": PROVIDER_SOURCE, "version": PROVIDER_VERSION}}
            },
            "provider": {"esremote": [configuration]},
        }
        if resources:
            document["resource"] = resources
        if self._variables:
            document["variable"] = {
                name: {"type": "string", "sensitive": True, "ephemeral": True, "description": description}
                for name, description in sorted(self._variables.items())
            }
        if self._imports:
            document["import"] = [{"to": to, "id": self._imports[to]} for to in sorted(self._imports)]
        return document

    def to_metadata(self) -> Any:  # noqa: ANN401 - the signature of the base class
        """Nothing: ours stands under `//.esremote`."""
        return {}

    def _written_resources(self) -> dict[str, dict[str, object]]:
        written: dict[str, dict[str, object]] = {}
        for address, resource in sorted(self._resources.items()):
            attributes = prepare(resource.attributes(), address)
            if self._preparing and not holds_reference(attributes):
                continue
            written.setdefault(resource.terraform_type, {})[resource.terraform_name] = attributes
        return written

    def _sources(self) -> dict[str, str]:
        written: dict[str, str] = {}
        for address, resource in sorted(self._resources.items()):
            written[address] = resource.source
            for path, source in resource.sources().items():
                written[f"{address}.{path}"] = source
        return written

    def _metadata(self) -> dict[str, object]:
        return {
            "format": METADATA_FORMAT,
            "sources": self._sources(),
            "clusters": {name: self._clusters[name].facts() for name in sorted(self._clusters)},
            "connections": {
                f"{connection.terraform_type}.{connection.terraform_name}": connection.facts()
                for connection in self._connections
            },
            "findings": [finding.as_json() for finding in self.findings()],
            "node_settings": {
                name: needed.as_json()
                for name, needed in _network.settings_by_cluster(self._connections).items()
            },
            "ports": [
                opening.as_json()
                for opening in openings(need for each in self._connections for need in _network.needs(each))
            ],
        }


@jsii.implements(IValidation)
class _Validation:
    """Checks a stack when a plain cdktf `App` synthesises it; ours has done so before."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def validate(self) -> list[str]:
        """Return the errors. Called by CDK for Terraform."""
        if self._registry.is_checked:
            return []
        return [str(finding) for finding in self._registry.checked()]


_registries: dict[cdk.TerraformStack, Registry] = {}


def registry_of(scope: IConstruct) -> Registry:
    """Return the registry of the stack that `scope` is in, made on first use."""
    stack = cdk.TerraformStack.of(scope)
    if stack not in _registries:
        _registries[stack] = Registry(stack)
    return _registries[stack]


def registries_of(app: cdk.App) -> list[Registry]:
    """Return the registry of every stack of `app` that has one."""
    return [registry for stack, registry in _registries.items() if cdk.App.of(stack) is app]
