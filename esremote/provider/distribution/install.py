"""Installs the provider where Terraform and OpenTofu find it, and uninstalls it.

    <plugins>/<host>/esremote/esremote/<version>/python                       the Python to run
    <plugins>/<host>/esremote/esremote/<version>/<os_arch>/terraform-provider-esremote_v<version>

This works offline, without a CLI configuration, with a lock file as for any other provider, and beside other
providers.
"""

from __future__ import annotations

import compileall
import contextlib
import sys
from dataclasses import dataclass, field
from pathlib import Path

import esremote
from esremote.provider.distribution.hash import h1
from esremote.provider.distribution.launcher import (
    HOSTS,
    NAME,
    NAMESPACE,
    RECORD,
    Launcher,
    Platform,
    launcher,
    this_platform,
)

_EXECUTABLE = 0o755


@dataclass(frozen=True, slots=True)
class Installation:
    """What to install, and where.

    Attributes:
        plugins: The folder that Terraform searches.
        records: The user's data folder, for launchers that Terraform copied.
        version: The version of the provider.
        python: The interpreter that the launcher runs.
        platform: The platform of this machine.

    Example:
        >>> linux = Platform("linux", "amd64")
        >>> installation = Installation(Path("plugins"), Path("data"), "0.1.0", "/usr/bin/python3", linux)
        >>> for path in installation.files: print(path.as_posix())
        data/python
        plugins/registry.terraform.io/esremote/esremote/0.1.0/python
        plugins/registry.terraform.io/esremote/esremote/0.1.0/linux_amd64/terraform-provider-esremote_v0.1.0
        plugins/registry.opentofu.org/esremote/esremote/0.1.0/python
        plugins/registry.opentofu.org/esremote/esremote/0.1.0/linux_amd64/terraform-provider-esremote_v0.1.0
    """

    plugins: Path
    records: Path
    version: str
    python: str = sys.executable
    platform: Platform = field(default_factory=this_platform)

    @property
    def launcher(self) -> Launcher:
        """The launcher for this machine."""
        return launcher(self.version, self.platform.system)

    @property
    def hash(self) -> str:
        """The hash that the lock file will have."""
        return h1({self.launcher.filename: self.launcher.content})

    @property
    def folders(self) -> list[Path]:
        """The folder of this version under each host."""
        return [self.plugins / host / NAMESPACE / NAME / self.version for host in HOSTS]

    @property
    def files(self) -> dict[Path, bytes]:
        """The contents of all files to write, by path."""
        record = f"{self.python}\n".encode()
        files = {self.records / RECORD: record}
        for folder in self.folders:
            files[folder / RECORD] = record
            files[folder / str(self.platform) / self.launcher.filename] = self.launcher.content
        return files

    def differs(self) -> bool:
        """Tell whether a different launcher of this version exists: lock files then have another hash."""
        return any(
            path.exists() and path.read_bytes() != content
            for path, content in self.files.items()
            if path.name == self.launcher.filename
        )

    def install(self) -> None:
        """Write all files, each of them completely or not at all.

        Raises:
            OSError: A file cannot be written.
        """
        for path, content in self.files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f".{path.name}.new")
            fresh.write_bytes(content)
            fresh.chmod(_EXECUTABLE if path.name == self.launcher.filename else 0o644)
            fresh.replace(path)

    def uninstall(self) -> list[Path]:
        """Remove what `install` writes and the folders that are empty afterwards; return what was removed.

        Raises:
            OSError: A file cannot be removed.
        """
        present = [path for path in self.files if path.exists()]
        for path in present:
            path.unlink()
            for folder in path.parents:
                if folder in {self.plugins, self.records.parent}:
                    break
                with contextlib.suppress(OSError):  # not empty: another platform or version
                    folder.rmdir()
        return present


def compile_package() -> None:
    """Compile the modules of the provider, because Terraform starts it several times for one plan.

    `pip` compiles what it installs. A checkout, or an installation with `uv`, is not compiled.
    """
    compileall.compile_dir(Path(esremote.__path__[0]), quiet=2)
