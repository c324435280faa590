"""Where Terraform and OpenTofu search for providers by default, and what overrides it."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def default_plugins_dir(environment: Mapping[str, str] = os.environ) -> Path:
    r"""Return the folder that both programs search by default.

    `~/.terraform.d/plugins`, or `%APPDATA%\terraform.d\plugins` on Windows, regardless of TF_CLI_CONFIG_FILE.
    """
    if sys.platform == "win32":
        return Path(environment["APPDATA"]) / "terraform.d" / "plugins"
    return _home(environment) / ".terraform.d" / "plugins"


def record_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the user's data folder, where a copied launcher looks for the Python to run."""
    if sys.platform == "win32":
        return Path(environment["LOCALAPPDATA"]) / "esremote"
    data = environment.get("XDG_DATA_HOME")
    return (Path(data) if data else _home(environment) / ".local" / "share") / "esremote"


def _home(environment: Mapping[str, str]) -> Path:
    home = environment.get("HOME")
    return Path(home) if home else Path.home()


def configurations(environment: Mapping[str, str] = os.environ) -> list[Path]:
    """Return the existing configuration files of the two programs."""
    named = environment.get("TF_CLI_CONFIG_FILE") or environment.get("TERRAFORM_CONFIG")
    if named:
        candidates = [Path(named)]
    elif sys.platform == "win32":
        candidates = [Path(environment["APPDATA"]) / name for name in ("terraform.rc", "tofu.rc")]
    else:
        candidates = [_home(environment) / name for name in (".terraformrc", ".tofurc")]
    return [candidate for candidate in candidates if candidate.is_file()]


def overriding(environment: Mapping[str, str] = os.environ) -> list[Path]:
    """Return the configuration files that specify where providers are installed from."""
    pattern = re.compile(r"^\s*provider_installation\b", re.MULTILINE)
    return [path for path in configurations(environment) if pattern.search(path.read_text(errors="replace"))]
