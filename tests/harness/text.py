"""What Terraform prints, without colours, frames and line breaks: as a person reads it."""

from __future__ import annotations

import re

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_FRAME = re.compile(r"^[│╷╵]", re.MULTILINE)


def plain(output: str) -> str:
    """Return the words of an output, one space between them."""
    return " ".join(_FRAME.sub("", _COLOURS.sub("", output)).split())
