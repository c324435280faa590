"""Terraform or OpenTofu, run in one synthesised stack."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from demo.narrator import DemoError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_CHANGES_PLANNED = 2
_QUIET = {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1", "TF_CLI_ARGS": "-no-color"}


def binary() -> str:
    """Name the program to run: `TERRAFORM_BINARY_NAME` as cdktf reads it, else what is installed."""
    if chosen := os.environ.get("TERRAFORM_BINARY_NAME"):
        return chosen
    found = shutil.which("terraform") or shutil.which("tofu")
    if not found:
        raise DemoError("neither terraform nor tofu is on the PATH: install Terraform 1.11 or OpenTofu 1.12")
    return found


@dataclass(frozen=True, kw_only=True)
class Terraform:
    """One stack's folder, the provider mirror it installs from, and the environment with the credentials."""

    folder: Path
    plugins: Path
    environment: Mapping[str, str]

    def init(self) -> None:
        """Install the providers from the mirror alone: no network is used."""
        # a plugin folder given by argument is the only source, whatever the user's CLI configuration says
        shutil.rmtree(self.folder / ".terraform", ignore_errors=True)
        (self.folder / ".terraform.lock.hcl").unlink(missing_ok=True)
        self._run("init", "-input=false", f"-plugin-dir={self.plugins}")

    def plan(self, out: Path) -> bool:
        """Write a plan to `out` and tell whether it changes anything."""
        done = self._run(
            "plan",
            "-input=false",
            "-detailed-exitcode",
            f"-out={out}",
            allowed=frozenset({0, _CHANGES_PLANNED}),
        )
        return done.returncode == _CHANGES_PLANNED

    def apply(self, plan: Path) -> None:
        """Carry out the plan that was written to `plan`."""
        self._run("apply", "-input=false", str(plan))

    def destroy(self) -> None:
        """Take down everything of the stack."""
        self._run("destroy", "-input=false", "-auto-approve")

    def show(self, plan: Path) -> Any:  # noqa: ANN401 - Terraform's own document
        """Return a plan as Terraform's JSON document."""
        return json.loads(self._run("show", "-json", str(plan)).stdout)

    def state(self) -> str:
        """Return the state as text, wherever the stack's backend keeps it."""
        return self._run("state", "pull").stdout

    def _run(
        self, *arguments: str, allowed: frozenset[int] = frozenset({0})
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [binary(), *arguments],
            cwd=self.folder,
            env={**os.environ, **self.environment, **_QUIET},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode not in allowed:
            said = done.stderr.strip() or done.stdout.strip()
            raise DemoError(f"terraform {arguments[0]} ended with {done.returncode}:\n{said}")
        return done
