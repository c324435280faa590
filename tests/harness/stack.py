"""One configuration in a folder of its own, taken through the life of its resources by the real Terraform.

    def test_a_note_is_renamed_by_replacing_it(stack: Stack) -> None:
        stack.apply(NOTE)                                   # and an empty plan after it, or the test fails
        assert stack.state()["example_note.a"]["text"] == "hello"
        assert stack.plan(RENAMED).actions == {"example_note.a": "replace"}
        stack.apply(RENAMED)
        stack.verify_import("example_note.a", "renamed")    # everything that state says, import must find
        [error] = stack.errors(NAMELESS)                    # expected to fail

The fixture that makes a stack calls `destroy` at the end, whatever happened: then nothing may be left.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from esremote.provider.protocol.reattach import VARIABLE
from tests.harness.binaries import terraform
from tests.harness.diagnostics import Said, parse
from tests.harness.results import Plan, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path


_NOTHING_TO_DO, _SOMETHING_TO_DO = 0, 2


class RunError(AssertionError):
    """A run ended otherwise than the test expects. Shows what it said."""


@dataclass
class Stack:
    """A folder with a configuration and a state.

    Attributes:
        folder: Where it lies; made if need be.
        environment: The environment of each run: `binaries.environment` and how to reach the provider.
        preamble: Put before each configuration: `terraform {…}` and `provider … {…}`.
        init: More arguments for `terraform init`, `-plugin-dir=…`.
        gone: Called after `destroy`: raises if something is still there.
    """

    folder: Path
    environment: Mapping[str, str]
    preamble: str = ""
    init: tuple[str, ...] = ()
    gone: Callable[[], None] | None = None
    _initialised: bool = field(default=False, init=False)

    # ---- what tests do

    def apply(self, configuration: str, *, settled: bool = True) -> Plan:
        """Plan and apply; then a plan, with refresh, must be empty.

        Args:
            configuration: The configuration, without the preamble.
            settled: False where the next plan is expected to change something.

        Returns:
            The plan that was applied.
        """
        plan = self.plan(configuration)
        self._must("apply", "-json", "plan.out")
        if settled:
            self.assert_settled()
        return plan

    def plan(self, configuration: str | None = None, *arguments: str) -> Plan:
        """Return the plan for a configuration; for the present one without it."""
        self._configure(configuration)
        self._must("plan", "-json", "-out=plan.out", *arguments)
        return Plan(self._show("plan.out"))

    def assert_settled(self) -> None:
        """Demand that a plan, with refresh, is empty."""
        run = self.run("plan", "-detailed-exitcode", "-json", "-out=plan.out")
        if run.returncode == _NOTHING_TO_DO:
            return
        if run.returncode != _SOMETHING_TO_DO:
            raise RunError(f"the plan after apply failed:\n{_told(run)}")
        plan = Plan(self._show("plan.out"))
        changes = {
            at: (change.action, change.before, change.after, change.unknown)
            for at, change in plan.changes.items()
        }
        raise RunError(f"the plan after apply is not empty: {json.dumps(changes, indent=2)} {plan.outputs}")

    def errors(self, configuration: str, command: str = "plan") -> list[Said]:
        """Return the errors of a run that is expected to fail.

        Args:
            configuration: The configuration, without the preamble.
            command: `validate` (offline), `plan` or `apply`.
        """
        self._configure(configuration)
        extra = ["-auto-approve"] if command == "apply" else []
        run = self.run(command, "-json", *extra)
        if run.returncode == 0:
            raise RunError(f"{command} was expected to fail and did not:\n{run.stdout}")
        return [diagnostic for diagnostic in parse(run.stdout) if diagnostic.severity == "error"]

    def warnings(self, configuration: str, command: str = "plan") -> list[Said]:
        """Return the warnings of a run that is expected to succeed."""
        self._configure(configuration)
        extra = ["-auto-approve"] if command == "apply" else []
        run = self._must(command, "-json", *extra)
        return [diagnostic for diagnostic in parse(run.stdout) if diagnostic.severity == "warning"]

    def state(self) -> State:
        """Return the state."""
        return State(self._show())

    def refresh(self) -> State:
        """Refresh every resource and return the state."""
        self._must("apply", "-refresh-only", "-auto-approve", "-json")
        return self.state()

    def verify_import(self, address: str, identifier: str, *, ignore: Iterable[str] = ()) -> None:
        """Import a resource into an empty state, and demand that it is there as it is in this state.

        Args:
            address: The resource, of the configuration applied last.
            identifier: What a person would give to `terraform import`.
            ignore: Attributes that no import can know.
        """
        other = Stack(self.folder / "imported", self.environment, self.preamble, self.init)
        other._configure((self.folder / "main.tf").read_text().removeprefix(self.preamble))
        other._must("import", "-no-color", address, identifier)
        ignored = set(ignore)
        here, there = (
            {name: value for name, value in stack.state()[address].items() if name not in ignored}
            for stack in (self, other)
        )
        shutil.rmtree(other.folder)
        differing = {name: (here[name], there.get(name)) for name in here if here[name] != there.get(name)}
        if differing:
            raise RunError(f"import of {identifier} differs from state (state, imported): {differing}")

    def destroy(self) -> None:
        """Destroy everything, and demand that nothing is left."""
        if self._initialised and (self.folder / "terraform.tfstate").exists():
            self._configure("")  # the last configuration may be one that was meant to fail
            self._must("destroy", "-auto-approve", "-json")
        if self.gone is not None:
            self.gone()

    # ---- how it is done

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Terraform in the folder, whatever comes of it."""
        return subprocess.run(
            [terraform(), *arguments],
            cwd=self.folder,
            env=dict(self.environment),
            text=True,
            capture_output=True,
            check=False,
        )

    def _must(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        run = self.run(*arguments)
        if run.returncode != 0:
            raise RunError(f"terraform {' '.join(arguments)} failed:\n{_told(run)}")
        return run

    def _show(self, *plan: str) -> dict[str, Any]:
        shown: dict[str, Any] = json.loads(self._must("show", "-json", *plan).stdout)
        return shown

    def _configure(self, configuration: str | None) -> None:
        self.folder.mkdir(exist_ok=True, parents=True)
        if configuration is not None:
            (self.folder / "main.tf").write_text(self.preamble + configuration)
        if not self._initialised:
            if VARIABLE not in self.environment:  # a provider that is attached needs no installation
                self._must("init", "-no-color", *self.init)
            self._initialised = True


def _told(run: subprocess.CompletedProcess[str]) -> str:
    return ("\n".join(map(str, parse(run.stdout))) or run.stdout) + run.stderr
