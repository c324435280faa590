"""A folder of providers with a launcher in it, for runs in which Terraform starts the provider itself."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from esremote.provider.distribution.launcher import HOSTS, this_platform

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def place(plugins: Path, source: str, command: Sequence[str], version: str = "0.0.1") -> tuple[str, ...]:
    """Write a launcher for a command; return the arguments of `terraform init` that lead to it.

    Args:
        plugins: The folder of providers; made if need be.
        source: The provider's source, `namespace/type`.
        command: What the launcher starts.
        version: The version under which it is found.
    """
    kind = source.rpartition("/")[2]
    for host in HOSTS:
        launcher = (
            plugins / host / source / version / str(this_platform()) / f"terraform-provider-{kind}_v{version}"
        )
        launcher.parent.mkdir(parents=True, exist_ok=True)
        launcher.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n')
        launcher.chmod(0o755)
    return (f"-plugin-dir={plugins}",)
