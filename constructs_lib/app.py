"""The app and its stacks: those of CDK for Terraform, and what this library adds to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib._cdk import cdk
from constructs_lib._excepthook import show_configuration_errors_in_one_line
from constructs_lib._registry import registry_of
from constructs_lib._stack_file import stack_file_of, stack_files_of
from constructs_lib._synthesizer import Synthesizer
from constructs_lib.findings import FindingsError, acknowledgement
from esremote.model.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from constructs import Construct


class App(cdk.App):
    """The root of a program: `app = App()`, stacks, `app.synth()`.

    The `App` of CDK for Terraform works as well. This one checks all stacks before it writes anything, so
    that errors refer to lines of the program. An uncaught `ConfigurationError` is shown in one line, with its
    place in the program, instead of a traceback.

    Args:
        context: values for `node.try_get_context`, in addition to those of `cdktf.json`.
        hcl_output: not supported; `synth` refuses it.
        outdir: the folder for the synthesised files, `cdktf.out` by default.
        skip_backend_validation: whether to allow stacks with and without a backend in one app.
        skip_validation: whether CDK for Terraform skips its own validations.
        stack_traces: whether CDK for Terraform adds stack traces to its metadata.

    Example:
        app = App()
        stack = Stack(app, "search")
        app.synth()
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
        show_configuration_errors_in_one_line()
        super().__init__(
            context=context,
            hcl_output=hcl_output,
            outdir=outdir,
            skip_backend_validation=skip_backend_validation,
            skip_validation=skip_validation,
            stack_traces=stack_traces,
        )

    def synth(self) -> None:
        """Check all stacks, print the findings and write the files for Terraform.

        Raises:
            FindingsError: the checks found errors; nothing is written.
            ConfigurationError: a value contains a damaged reference, or HCL output is requested.
        """
        if self.hcl_output:
            raise ConfigurationError(
                "App.hcl_output",
                "is not supported: this library writes Terraform's JSON syntax",
                remedy="remove hcl_output, or the option --hcl of the command line",
            )
        stopping = [finding for stack_file in stack_files_of(self) for finding in stack_file.check()]
        if stopping:
            raise FindingsError(stopping)
        super().synth()


class Stack(cdk.TerraformStack):
    """A Terraform stack: the unit of deployment, with its own state.

    Every construct of this library also works in a `TerraformStack`. This class synthesises large meshes
    faster. Unless you choose another backend, it keeps the state next to the folder `cdktf.out`, at a path
    that is the same on every machine.

    Args:
        scope: the app.
        name: the name of the stack, of its folder and of its state file.

    Example:
        stack = Stack(App(), "search")
    """

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        self._name = name
        self.synthesizer = Synthesizer(self, stack_file_of(self))

    def acknowledge(self, id: str, *, reason: str, until: str | date | None = None) -> None:  # noqa: A002
        """Accept a finding of this stack.

        Args:
            id: the id of a finding, such as `RC002[frankfurt/dublin]`, or of a rule, such as `RC002`, to
                accept all its findings in this stack.
            reason: why the finding is acceptable, for the next reader.
            until: the last day on which the finding is accepted, such as `"2027-06-30"`. Without a date, it
                is accepted indefinitely.

        Raises:
            ConfigurationError: `reason` is empty, or `until` is not a date.

        Example:
            stack.acknowledge("RC002", reason="one team administers both clusters", until="2027-06-30")
        """
        registry_of(self).acknowledge(acknowledgement(id, reason=reason, until=until))

    def output(self, name: str, value: str, *, description: str | None = None) -> None:
        """Add a sensitive Terraform output with exactly this name.

        Args:
            name: the name of the output.
            value: a Terraform reference, such as `CrossClusterApiKey.encoded`.
            description: what the output is for.
        """
        output = cdk.TerraformOutput(self, name, value=value, description=description, sensitive=True)
        output.override_logical_id(name)

    def ensure_backend_exists(self) -> cdk.TerraformBackend:
        """Return the backend, which is local by default. Called by CDK for Terraform."""
        if self.node.try_find_child("backend") is None:
            cdk.LocalBackend(self, path=f"../../../terraform.{self._name}.tfstate")
        return super().ensure_backend_exists()

    def prepare_stack(self) -> None:
        """Prepare references between stacks. Called by CDK for Terraform."""
        with stack_file_of(self).showing_references_only():
            super().prepare_stack()


def acknowledge(
    scope: Construct,
    id: str,  # noqa: A002 - a finding's id
    *,
    reason: str,
    until: str | date | None = None,
) -> None:
    """Accept a finding of a stack that is a plain `TerraformStack` of CDK for Terraform.

    Args:
        scope: the stack, or a construct in it.
        id: see `Stack.acknowledge`.
        reason: see `Stack.acknowledge`.
        until: see `Stack.acknowledge`.

    Raises:
        ConfigurationError: `reason` is empty, or `until` is not a date.
    """
    registry_of(scope).acknowledge(acknowledgement(id, reason=reason, until=until))
