"""The real `cdktf` command line, from npm: installed once for each lock file, outside the checkout."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from lab import folders

_CHECKOUT = Path(__file__).resolve().parents[2]
_MANIFESTS = tuple(_CHECKOUT / "tools" / "cdktf-cli" / name for name in ("package.json", "package-lock.json"))


def installed() -> Path:
    """The path of `cdktf`, installed now if it is not there yet."""
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in _MANIFESTS)).hexdigest()[:12]
    home = folders.cache() / f"cdktf-cli-{digest}"
    if not home.exists():
        npm = shutil.which("npm") or pytest.fail("npm is not installed: cdktf-cli needs Node.js 20 or later")
        making = home.with_suffix(f".{os.getpid()}")
        making.mkdir(parents=True)
        for file in _MANIFESTS:
            shutil.copy(file, making)
        # without its install scripts: they build a terminal emulator that a deploy does not use
        subprocess.run(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=making,
            check=True,
            capture_output=True,
        )
        making.rename(home)
    return home / "node_modules" / ".bin" / "cdktf"
