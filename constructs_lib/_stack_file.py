"""Assembles what this library contributes to the file of a stack: ONE Terraform element, in Terraform's JSON.

`_registry.py` says why it is one element.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jsii
from constructs import IValidation

from constructs_lib import rules
from constructs_lib._cdk import cdk
from constructs_lib._metadata import metadata
from constructs_lib._registry import call_with_new_registries, registries_of, registry_of
from constructs_lib._reporting import report
from constructs_lib._terraform_json import Part, nest
from constructs_lib._terraform_values import prepare
from constructs_lib.connection import Connection
from constructs_lib.findings import acknowledge
from constructs_lib.key import CrossClusterApiKey
from constructs_lib.role import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs import IConstruct

    from constructs_lib._registry import Registry
    from esremote.model.findings.finding import Finding


@dataclass(frozen=True)
class _Assembled:
    """The findings and the parts of a stack at one revision; synthesis asks for them several times."""

    revision: int
    findings: Sequence[Finding]
    parts: Sequence[Part]


class StackFile(cdk.TerraformElement):
    """The resources, the provider configuration and the metadata of one stack."""

    def __init__(self, registry: Registry) -> None:
        super().__init__(registry.stack, "esremote")
        self._registry = registry
        self._references_only = False
        self._assembled: _Assembled | None = None
        self.is_checked = False
        self.node.add_validation(_Validation(self))

    def check(self) -> list[Finding]:
        """Check the stack, show the findings, and return those that stop the program.

        Raises:
            ConfigurationError: a value cannot be written.
        """
        self.is_checked = True
        return report(self, self.findings)

    @property
    def findings(self) -> Sequence[Finding]:
        """The findings of all checks of the stack. Acknowledged findings are marked, not left out."""
        return self._assemble().findings

    @contextmanager
    def showing_references_only(self) -> Iterator[None]:
        """Show CDK for Terraform only the values that hold a reference.

        CDK for Terraform resolves every value three times. The values without references are merged into the
        written file instead: see `_synthesizer.py`.
        """
        self._references_only = True
        try:
            yield
        finally:
            self._references_only = False

    def to_terraform(self) -> Any:  # noqa: ANN401 - the signature of the base class
        """Return the stack's fragment of Terraform's JSON syntax. Called by CDK for Terraform."""
        return nest(part for part in self._assemble().parts if part.is_reference or not self._references_only)

    def to_metadata(self) -> Any:  # noqa: ANN401 - the signature of the base class
        """Return nothing: the metadata of this library is in `//.esremote`. Called by CDK for Terraform."""
        return {}

    def without_references(self) -> dict[str, object]:
        """Return the fragment of Terraform's JSON syntax that contains no references."""
        return nest(part for part in self._assemble().parts if not part.is_reference)

    def _assemble(self) -> _Assembled:
        registry = self._registry
        if self._assembled is None or self._assembled.revision != registry.revision:
            found = rules.check(connections_of(registry), roles_and_keys_of(registry))
            findings = acknowledge(found, registry.acknowledgements)
            self._assembled = _Assembled(registry.revision, findings, tuple(_parts(registry, findings)))
        return self._assembled


def connections_of(registry: Registry) -> list[Connection]:
    """Return the connections of a stack, in the order of the program."""
    return [resource for resource in registry.resources.values() if isinstance(resource, Connection)]


def roles_and_keys_of(registry: Registry) -> list[Role | CrossClusterApiKey]:
    """Return the roles and the separately managed keys of a stack, in the order of the program."""
    return [
        resource
        for resource in registry.resources.values()
        if isinstance(resource, Role | CrossClusterApiKey)
    ]


def _parts(registry: Registry, findings: Sequence[Finding]) -> Iterator[Part]:
    if not registry.clusters:
        return
    yield Part.of(
        ("//", "esremote"),
        metadata(registry.resources, registry.clusters, connections_of(registry), findings),
    )
    for name, requirement in registry.providers.items():
        yield Part.of(("terraform", "required_providers", name), requirement)
    managed = {
        name: cluster.provider_entry() for name, cluster in registry.clusters.items() if cluster.managed
    }
    yield Part.of(("provider", "esremote"), [prepare({"clusters": managed}, 'provider["esremote"]')])
    for address, resource in registry.resources.items():
        place = ("resource", resource.terraform_type, resource.terraform_name)
        yield Part.of(place, prepare(resource.attributes(), address))
    for name, description in registry.variables.items():
        variable = {"type": "string", "sensitive": True, "ephemeral": True, "description": description}
        yield Part.of(("variable", name), variable)
    if registry.imports:
        imports = [{"to": to, "id": registry.imports[to]} for to in sorted(registry.imports)]
        yield Part.of(("import",), imports)


@jsii.implements(IValidation)
class _Validation:
    """Checks a stack that a plain cdktf `App` synthesises. Our `App` has checked its stacks before."""

    def __init__(self, file: StackFile) -> None:
        self._file = file

    def validate(self) -> list[str]:
        """Return the errors. Called by CDK for Terraform."""
        if self._file.is_checked:
            return []
        return [str(finding) for finding in self._file.check()]


_files: dict[Registry, StackFile] = {}


def stack_file_of(scope: IConstruct) -> StackFile:
    """Return what this library contributes to the file of the stack that contains `scope`."""
    return _files[registry_of(scope)]


def stack_files_of(app: cdk.App) -> list[StackFile]:
    """Return what this library contributes to the files of all stacks of `app`."""
    return [_files[registry] for registry in registries_of(app)]


def _create(registry: Registry) -> None:
    _files[registry] = StackFile(registry)


call_with_new_registries(_create)
