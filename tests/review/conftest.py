"""What the tests of the review share: golden files, and plans on disk."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from esremote.sources.jsonlike import Json

GOLDEN = Path(__file__).parent / "golden"

Golden = Callable[[str, str], None]
Written = Callable[..., Path]


@pytest.fixture
def golden() -> Golden:
    """Compare a text with the file of that name in `golden/`; UPDATE_GOLDEN=1 writes it instead."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if os.environ.get("UPDATE_GOLDEN"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8"), f"{file} differs: UPDATE_GOLDEN=1 writes it anew"

    return compare


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    """Write JSON into a fresh working directory, and give its path relative to that."""
    monkeypatch.chdir(tmp_path)

    def write(document: Json, name: str = "plan.json") -> Path:
        file = Path(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
        return file

    return write
