"""The app and its stacks: CDK for Terraform's own, and what this library adds to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib._cdk import cdk
from constructs_lib._ending import tell_wrong_values_in_one_line
from constructs_lib._registry import registries_of, registry_of
from constructs_lib._synthesizer import Synthesizer
from constructs_lib.findings import FindingsError, acknowledgement
from esremote.model.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from constructs import Construct


class App(cdk.App):
    """The root of a program: `app = App()`, stacks, `app.synth()`.

    A plain cdktf `App` works as well. This one checks all stacks in Python before anything is written, so
    that mistakes come with the lines of the program and not with those of CDK for Terraform. A wrong value
    that nobody caught is told in one line, with the place in the program, and not as a traceback.

    Its arguments are those of cdktf's `App`.
    """

    def __init__(
        self,
        *,
        context: Mapping[str, Any] | None = None,
        hcl_output: bool | None = None,
        outdir: str | None = None,
        skip_backend_validation: bool | None = None,
        skip_validation: bool | None = None,
        stack_traces: bool | None = None,
    ) -> None:
        tell_wrong_values_in_one_line()
        super().__init__(
            context=context,
            hcl_output=hcl_output,
            outdir=outdir,
            skip_backend_validation=skip_backend_validation,
            skip_validation=skip_validation,
            stack_traces=stack_traces,
        )

    def synth(self) -> None:
        """Check all stacks, print the findings, write Terraform's files.

        Raises:
            FindingsError: there are errors; nothing is written.
            ConfigurationError: a value cannot be written, because a reference in it is damaged; or HCL was
                asked for.
        """
        if self.hcl_output:
            raise ConfigurationError(
                "App.hcl_output",
                "is not possible: this library writes Terraform's JSON syntax",
                remedy="leave out hcl_output, or --hcl of the command line",
            )
        stopping = [finding for each in registries_of(self) for finding in each.checked()]
        if stopping:
            raise FindingsError(stopping)
        super().synth()


class Stack(cdk.TerraformStack):
    """A Terraform stack, deployed and stored as one.

    A plain `TerraformStack` works with every construct of this library as well; this one synthesises large
    meshes faster, and keeps its local state beside the folder `cdktf.out`, at a path that is the same
    everywhere.

    Args:
        scope: the app.
        name: of the stack, its folder and its state.
    """

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        self._name = name
        self.synthesizer = Synthesizer(self, registry_of(self))

    def acknowledge(self, id: str, *, reason: str, until: str | date | None = None) -> None:  # noqa: A002
        """Accept a finding of this stack, for a reason, for a time.

        Args:
            id: of the finding, `RC002[frankfurt/dublin]`, or of a rule, `RC002`, for all its findings here.
            reason: why it is right here, in words for the next reader.
            until: the last day on which this holds, as `"2027-06-30"`; absent: for good.

        Raises:
            ConfigurationError: there is no reason, or the date is none.
        """
        registry_of(self).acknowledge(acknowledgement(id, reason=reason, until=until))

    def output(self, name: str, value: str, *, description: str | None = None) -> None:
        """Add a sensitive Terraform output of exactly this name.

        Args:
            name: of the output.
            value: a Terraform reference, as `CrossClusterApiKey.encoded`.
            description: for whom it is.
        """
        output = cdk.TerraformOutput(self, name, value=value, description=description, sensitive=True)
        output.override_logical_id(name)

    def ensure_backend_exists(self) -> cdk.TerraformBackend:
        """Return the backend, a local one unless the user chose another. Called by CDK for Terraform."""
        if self.node.try_find_child("backend") is None:
            cdk.LocalBackend(self, path=f"../../../terraform.{self._name}.tfstate")
        return super().ensure_backend_exists()

    def prepare_stack(self) -> None:
        """Find the references across stacks. Called by CDK for Terraform."""
        with registry_of(self).showing_references_only():
            super().prepare_stack()


def acknowledge(
    scope: Construct,
    id: str,  # noqa: A002 - a finding's id
    *,
    reason: str,
    until: str | date | None = None,
) -> None:
    """Accept a finding in the stack of `scope`, where that is a plain cdktf one: see `Stack.acknowledge`."""
    registry_of(scope).acknowledge(acknowledgement(id, reason=reason, until=until))
