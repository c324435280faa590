"""Which Terraform or OpenTofu the tests run, and in which environment."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

VARIABLE = "ESREMOTE_TEST_TERRAFORM"


def terraform() -> str:
    """Return the binary that ESREMOTE_TEST_TERRAFORM names; without it the Terraform on PATH, else OpenTofu.

    Raises:
        RuntimeError: There is neither, or the variable is there and empty: whoever set it wanted another one
            than we would take. With what to do.
    """
    named = os.environ.get(VARIABLE)
    if named == "":
        raise RuntimeError(f"{VARIABLE} is empty: name a binary in it, or unset it")
    found = shutil.which(named) if named else shutil.which("terraform") or shutil.which("tofu")
    if found is None:
        raise RuntimeError(
            f"no {named or 'terraform or tofu'} on PATH: install one, or name it in {VARIABLE}"
        )
    return found


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return an environment in which a run depends on nothing that this user has configured.

    Args:
        home: Stands for the user's home folder; the folder of providers is in it.
        more: Further variables.
    """
    ours = ("TF_", "ESREMOTE_", "XDG_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    quiet = {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1", "TF_INPUT": "0"}
    return kept | quiet | {"HOME": str(home)} | more


def described() -> str:
    """Return which binary it is, as it says itself, for people who read what the tests print."""
    run = subprocess.run([terraform(), "version"], text=True, capture_output=True, check=True)
    name = re.search(r"^(Terraform|OpenTofu) v\S+", run.stdout, re.MULTILINE)  # warnings may come before it
    return f"{name[0] if name else run.stdout.strip()} ({terraform()})"


def version() -> tuple[int, ...]:
    """Return the version of the binary."""
    run = subprocess.run([terraform(), "version", "-json"], text=True, capture_output=True, check=True)
    text = json.loads(run.stdout[run.stdout.index("{") :])["terraform_version"]
    return tuple(int(part) for part in text.partition("-")[0].split("."))


def knows_identities() -> bool:
    """Tell whether an import can name a resource's identity."""
    return version() >= (1, 12)
