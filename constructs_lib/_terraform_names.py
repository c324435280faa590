"""Terraform's local names. They are addresses in the state, so they depend on nothing but what they name."""

from __future__ import annotations

import hashlib
import re

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_OTHER = re.compile(r"[^A-Za-z0-9-]")


def local_name(*parts: str) -> str:
    """Join `parts` into a Terraform name that no other parts give.

    Plain parts are joined by an underscore and stay readable; anything else gets a digest of the exact parts.

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
