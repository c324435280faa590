"""The hash of a provider's folder that Terraform writes to its lock file."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def h1(files: Mapping[str, bytes]) -> str:
    """Hash file names and contents like Go's `dirhash.Hash1`; a folder and a zip of it have the same hash.

    Args:
        files: Contents by name, relative to the folder, with forward slashes.

    Example:
        >>> h1({"a": b""})
        'h1:+6GTBXDPLTOioF/0Ok/qUyOCYR9Dh2mI/Jwx/ZzhAtE='
    """
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return "h1:" + base64.b64encode(hashlib.sha256("".join(lines).encode()).digest()).decode()
