"""The launcher: the file that Terraform runs as the provider, and that starts Python.

Its bytes are the same on all machines within a version, because Terraform's lock file contains their hash.
The path of the Python to run, which differs between machines, is in a file beside the hashed folder. The
launcher finds it through the symbolic link that `terraform init` creates or, if Terraform had to copy the
launcher, in the user's data folder.
"""

from __future__ import annotations

import platform
from typing import NamedTuple

NAME = "esremote"
NAMESPACE = "esremote"
HOSTS = ("registry.terraform.io", "registry.opentofu.org")
"""The default registries of the two programs, for a source without a host."""

RECORD = "python"
"""The name of the file that contains the path of the Python to run."""

POSIX_LAUNCHER = """\
#!/bin/sh
# Starts the Terraform provider "esremote" with the Python that `esremote provider install` wrote down.
for record in "${0%/*}/../python" "${XDG_DATA_HOME:-$HOME/.local/share}/esremote/python"; do
  if [ -r "$record" ] && read -r python < "$record" && [ -x "$python" ]; then
    exec "$python" -P -c "import esremote.provider.__main__" "$@"
  fi
done
# Terraform shows the first line that it cannot understand.
echo "the Python of the provider esremote is gone: run 'esremote provider install' again"
exit 1
"""

WINDOWS_LAUNCHER = """\
@echo off\r
rem Starts the Terraform provider "esremote" with the Python that `esremote provider install` wrote down.\r
for %%R in ("%~dp0..\\python" "%LOCALAPPDATA%\\esremote\\python") do if exist %%R (\r
  for /f "usebackq delims=" %%P in (%%R) do if exist "%%P" (\r
    "%%P" -P -c "import esremote.provider.__main__" %*\r
    exit /b\r
  )\r
)\r
echo the Python of the provider esremote is gone: run 'esremote provider install' again\r
exit /b 1\r
"""


class Platform(NamedTuple):
    """An operating system and an architecture, in Go's terms.

    Attributes:
        system: `linux`, `darwin`, `windows`, `freebsd`.
        machine: `amd64`, `arm64`.
    """

    system: str
    machine: str

    def __str__(self) -> str:
        return f"{self.system}_{self.machine}"


PLATFORMS = (
    Platform("darwin", "amd64"),
    Platform("darwin", "arm64"),
    Platform("freebsd", "amd64"),
    Platform("linux", "amd64"),
    Platform("linux", "arm64"),
    Platform("windows", "amd64"),
    Platform("windows", "arm64"),
)

_MACHINES = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}


def this_platform() -> Platform:
    """Return the platform of this machine."""
    machine = platform.machine().lower()
    return Platform(platform.system().lower(), _MACHINES.get(machine, machine))


class Launcher(NamedTuple):
    """The launcher for one operating system.

    Attributes:
        filename: The file name that Terraform expects.
        content: The bytes of the file.
    """

    filename: str
    content: bytes


def launcher(version: str, system: str) -> Launcher:
    """Return the launcher of a version for an operating system."""
    stem = f"terraform-provider-{NAME}_v{version}"
    if system == "windows":
        return Launcher(f"{stem}.cmd", WINDOWS_LAUNCHER.encode())
    return Launcher(stem, POSIX_LAUNCHER.encode())
