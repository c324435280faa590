"""Golden files: what a person will read, kept whole so that a change of it is seen in review."""

import os
from pathlib import Path


def assert_golden(file: Path, text: str) -> None:
    """`text` is what the file holds; with UPDATE_GOLDEN=1 it becomes so."""
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
