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

from constructs_lib import rules
from constructs_lib._cdk import cdk
from constructs_lib._content import Content, Part, nest
from constructs_lib._metadata import metadata
from constructs_lib._reporting import report
from constructs_lib._values import prepare
from constructs_lib.findings import acknowledge
from constructs_lib.key import CrossClusterApiKey
from constructs_lib.role import Role
from esremote import __version__
from esremote.model.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constructs import IConstruct

    from constructs_lib.cluster import Cluster
    from constructs_lib.connection import Connection
    from esremote.model.findings.finding import Acknowledgement, Finding

PROVIDER_SOURCE = "esremote/esremote"


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
        self._providers = {"esremote": {"source": PROVIDER_SOURCE, "version": __version__}}
        self._acknowledgements: list[Acknowledgement] = []
        self._references_only = False
        self._known: Content | None = None
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
        self.touch()

    def require_provider(self, name: str, source: str) -> None:
        """Ask for another Terraform provider, which takes its configuration from the environment."""
        self._providers[name] = {"source": source}
        self.touch()

    def remove(self, resource: Resource) -> None:
        """Take a resource out again."""
        del self._resources[f"{resource.terraform_type}.{resource.terraform_name}"]
        self.touch()

    def add_connection(self, connection: Connection) -> None:
        """Take a connection into the stack, and its remote into the provider configuration."""
        self.use(connection.remote)
        self.add(connection)
        self._connections.append(connection)
        self._variables.update(connection.variables())

    def use(self, cluster: Cluster) -> None:
        """Put a cluster into the stack's provider configuration.

        Raises:
            ConfigurationError: another cluster of that name is there.
        """
        known = self._clusters.get(cluster.name)
        if known is cluster:
            return
        if known is not None:
            raise ConfigurationError(
                f"Cluster {cluster.name!r}",
                "is defined twice for one stack",
                remedy=f"the first is at {known.source}; pass that object along instead",
            )
        for other in self._clusters.values():
            if other.environment == cluster.environment:
                raise ConfigurationError(
                    f"Cluster {cluster.name!r}",
                    f"would take its credentials from {cluster.environment}_PASSWORD, as {other.name!r} does",
                    remedy="name one of them differently",
                )
        self._clusters[cluster.name] = cluster
        self.touch()

    def acknowledge(self, acknowledgement: Acknowledgement) -> None:
        """Accept findings of this stack."""
        self._acknowledgements.append(acknowledgement)
        self.touch()

    def checked(self) -> list[Finding]:
        """Check and show the stack, once, and return the findings that stop the program.

        Raises:
            ConfigurationError: a value cannot be written.
        """
        self.is_checked = True
        return report(self, self.findings)

    @property
    def findings(self) -> Sequence[Finding]:
        """What the checks find in the whole stack. Acknowledged findings are marked, not left out."""
        return self._content.findings

    def touch(self) -> None:
        """Forget what was derived from the stack's content, because that has changed."""
        self._known = None

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
    def showing_references_only(self) -> Iterator[None]:
        """Show CDK for Terraform only what holds a reference, because nothing else needs it.

        It resolves every value three times. The rest can be merged into the written file: see
        `_synthesizer.py`.
        """
        self._references_only = True
        try:
            yield
        finally:
            self._references_only = False

    def to_terraform(self) -> Any:  # noqa: ANN401 - the signature of the base class
        """Return the stack's fragment of Terraform's JSON syntax. Called by CDK for Terraform."""
        return nest(part for part in self._content.parts if part.is_reference or not self._references_only)

    def to_metadata(self) -> Any:  # noqa: ANN401 - the signature of the base class
        """Nothing: ours stands under `//.esremote`."""
        return {}

    def without_references(self) -> dict[str, object]:
        """Return the fragment that needs nothing resolved."""
        return nest(part for part in self._content.parts if not part.is_reference)

    @property
    def _content(self) -> Content:
        if self._known is None:
            findings = acknowledge(
                rules.check(self._connections, self.roles_and_keys()), self._acknowledgements
            )
            self._known = Content(findings, tuple(self._parts(findings)))
        return self._known

    def roles_and_keys(self) -> list[Role | CrossClusterApiKey]:
        """Return what is on one cluster by itself."""
        return [each for each in self._resources.values() if isinstance(each, Role | CrossClusterApiKey)]

    def _parts(self, findings: Sequence[Finding]) -> Iterator[Part]:
        if not self._clusters:
            return
        yield Part.of(
            ("//", "esremote"), metadata(self._resources, self._clusters, self._connections, findings)
        )
        for name, required in self._providers.items():
            yield Part.of(("terraform", "required_providers", name), required)
        managed = {name: each.provider_entry() for name, each in self._clusters.items() if each.managed}
        yield Part.of(("provider", "esremote"), [prepare({"clusters": managed}, 'provider["esremote"]')])
        for address, resource in self._resources.items():
            place = ("resource", resource.terraform_type, resource.terraform_name)
            yield Part.of(place, prepare(resource.attributes(), address))
        for name, description in self._variables.items():
            variable = {"type": "string", "sensitive": True, "ephemeral": True, "description": description}
            yield Part.of(("variable", name), variable)
        if self._imports:
            imports = [{"to": to, "id": self._imports[to]} for to in sorted(self._imports)]
            yield Part.of(("import",), imports)


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
