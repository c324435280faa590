"""Files of a test, in a fresh working directory."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from esremote.sources.jsonlike import Json

Written = Callable[..., Path]
"""Writes JSON, or a text as it is, under a name, and returns the path."""


def write(document: Json, name: str = "plan.json") -> Path:
    """Write a file, and return its path relative to the working directory."""
    file = Path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return file
