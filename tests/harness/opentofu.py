"""Builds OpenTofu from its Go module, where its binary cannot be downloaded.

    python tests/harness/opentofu.py

prints the path of the binary, which it builds first if need be (six minutes, once). A module of our own asks
for OpenTofu's and repeats the `replace` lines of its go.mod, which Go heeds in the main module only. The
binary is kept under the user's cache folder.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

MODULE = "github.com/opentofu/opentofu"
VERSION = "1.12.6"


def binary() -> Path:
    """Say where the binary is kept."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "esremote" / "opentofu" / VERSION / ("tofu.exe" if os.name == "nt" else "tofu")


def build() -> Path:
    """Return the binary, built first if it is not there yet.

    Raises:
        SystemExit: There is no Go, or the build fails; with what to do.
    """
    target = binary()
    if target.exists():
        return target
    if shutil.which("go") is None:
        sys.exit("Go is needed to build OpenTofu: install Go 1.26 or later, and put its bin folder on PATH.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        _write_module(Path(folder))
        made = Path(folder) / target.name
        flags = ["-trimpath", "-ldflags", f"-s -w -X {MODULE}/version.dev=no", "-o", str(made)]
        _go(folder, "build", "-mod=mod", *flags, f"{MODULE}/cmd/tofu")
        shutil.copy2(made, target.with_suffix(".new"))
        target.with_suffix(".new").replace(target)  # whole or not at all: another test run may be waiting
    return target


def _write_module(folder: Path) -> None:
    downloaded = json.loads(_go(folder, "mod", "download", "-json", f"{MODULE}@v{VERSION}", keep=True))
    theirs = json.loads(_go(folder, "mod", "edit", "-json", downloaded["GoMod"], keep=True))
    lines = ["module build", f"go {theirs['Go']}", f"require {MODULE} v{VERSION}"]
    lines += [_replace(replacement["Old"], replacement["New"]) for replacement in theirs.get("Replace") or []]
    (folder / "go.mod").write_text("\n".join(lines) + "\n")


def _replace(old: dict[str, Any], new: dict[str, Any]) -> str:
    return f"replace {old['Path']} {old.get('Version', '')} => {new['Path']} {new.get('Version', '')}"


def _go(folder: str | Path, *arguments: str, keep: bool = False) -> str:
    command = [*(["nice"] if os.name == "posix" else []), "go", *arguments]
    done = subprocess.run(
        command, cwd=folder, text=True, stdout=subprocess.PIPE if keep else None, check=False
    )
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed, see above")
    return done.stdout or ""


if __name__ == "__main__":
    sys.stdout.write(f"{build()}\n")
