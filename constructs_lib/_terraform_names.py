"""Local names of Terraform resources. They are part of addresses in the state, so they must not change."""

from __future__ import annotations

import hashlib
import re

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_OTHER = re.compile(r"[^A-Za-z0-9-]")


def local_name(*parts: str) -> str:
    """Join `parts` into a Terraform name that is unique for these parts.

    Plain parts are joined by an underscore. Other parts are made plain, and a digest of the exact parts is
    added.

    Example:
        >>> local_name("frankfurt", "dublin")
        'frankfurt_dublin'
        >>> local_name("frankfurt", "log reader")
        'frankfurt_log_reader_5a4d48'
    """
    if all(_NAME.fullmatch(part) for part in parts):
        return "_".join(parts)
    readable = "_".join(_OTHER.sub("_", part) for part in parts)
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:6]
    return f"{readable}_{digest}" if readable[0].isalpha() else f"_{readable}_{digest}"
