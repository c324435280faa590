"""Golden files: text that people read, kept whole so that a review shows every change of it."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

Golden = Callable[[str, str], None]
"""Compares a text with a golden file, by the file's name."""


def assert_golden(file: Path, text: str) -> None:
    """Compare a text with its golden file.

    With `UPDATE_GOLDEN=1` in the environment, as `make golden` sets it, the text becomes the golden file.
    """
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return
    expected = file.read_text(encoding="utf-8") if file.exists() else ""
    if text != expected:
        difference = difflib.unified_diff(
            expected.splitlines(), text.splitlines(), str(file), "this run", lineterm=""
        )
        pytest.fail("\n".join(["differs from its golden file; `make golden` renews it", *difference]))
