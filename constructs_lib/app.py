"""The app and its stacks: CDK for Terraform's own, and what this library adds to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib._cdk import cdk
from constructs_lib._registry import registry_of

if TYPE_CHECKING:
    from constructs import Construct


class App(cdk.App):
    """The root of a program: `app = App()`, stacks, `app.synth()`."""


class Stack(cdk.TerraformStack):
    """A Terraform stack, deployed and stored as one.

    A plain `TerraformStack` works with every construct of this library as well; this one synthesises large
    meshes faster, and keeps its local state at a path that does not depend on the machine.

    Args:
        scope: the app.
        name: of the stack, its folder and its state.
    """

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        self._name = name

    def ensure_backend_exists(self) -> cdk.TerraformBackend:
        """Return the backend, a local one unless the user chose another. Called by CDK for Terraform."""
        if self.node.try_find_child("backend") is None:
            path = registry_of(self).from_folder(f"terraform.{self._name}.tfstate")
            cdk.LocalBackend(self, path=path)
        return super().ensure_backend_exists()

    def prepare_stack(self) -> None:
        """Find the references across stacks. Called by CDK for Terraform."""
        with registry_of(self).preparing():
            super().prepare_stack()
