"""Creates the files of a release for a provider registry: zips, their checksums and a manifest.

The zips contain the launcher, which runs the Python that `esremote` is installed in. So `pip install
esremote` and `esremote provider install` have to be run first on a machine that uses them.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING

from esremote.provider.distribution.launcher import NAME, PLATFORMS, launcher

if TYPE_CHECKING:
    from pathlib import Path

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # makes zips reproducible
_EXECUTABLE_FILE = 0o100755 << 16
_MADE_ON_UNIX = 3


def release(version: str) -> dict[str, bytes]:
    """Return the files of a release by name, with reproducible content.

    The owner of the GPG key still has to add a detached signature of SHA256SUMS, `…_SHA256SUMS.sig`.
    """
    stem = f"terraform-provider-{NAME}_{version}"
    files = {f"{stem}_{platform}.zip": _zip(version, platform.system) for platform in PLATFORMS}
    manifest = {"version": 1, "metadata": {"protocol_versions": ["6.0"]}}
    files[f"{stem}_manifest.json"] = (json.dumps(manifest, indent=2) + "\n").encode()
    sums = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return files | {f"{stem}_SHA256SUMS": "".join(sums).encode()}


def write(version: str, folder: Path) -> list[Path]:
    """Write the files of a release to a folder and return their paths.

    Raises:
        OSError: The folder is not writable.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = release(version)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in sorted(files)]


def _zip(version: str, system: str) -> bytes:
    filename, content = launcher(version, system)
    entry = zipfile.ZipInfo(filename, _LONG_AGO)
    entry.external_attr = _EXECUTABLE_FILE
    entry.create_system = _MADE_ON_UNIX
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
