"""Makes the files of a release as a provider registry wants them: zips, their checksums, a manifest.

The zips hold the launcher. It starts the Python in which `esremote` is installed, so `pip install esremote`
and `esremote provider install` come first on a machine that uses them.
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

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same bytes whenever the zip is made
_EXECUTABLE_FILE = 0o100755 << 16
_MADE_ON_UNIX = 3


def release(version: str) -> dict[str, bytes]:
    """Make the files of a release by name, the same bytes each time.

    Still to be done by whoever owns the key: a detached GPG signature of SHA256SUMS, `…_SHA256SUMS.sig`.
    """
    stem = f"terraform-provider-{NAME}_{version}"
    files = {f"{stem}_{one}.zip": _zip(version, one.system) for one in PLATFORMS}
    manifest = {"version": 1, "metadata": {"protocol_versions": ["6.0"]}}
    files[f"{stem}_manifest.json"] = (json.dumps(manifest, indent=2) + "\n").encode()
    sums = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return files | {f"{stem}_SHA256SUMS": "".join(sums).encode()}


def write(version: str, folder: Path) -> list[Path]:
    """Write the files of a release into a folder; return their paths.

    Raises:
        OSError: The folder cannot be written.
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
