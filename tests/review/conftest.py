"""What the tests of the review share: golden files, and plans on disk."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.golden import assert_golden

if TYPE_CHECKING:
    from esremote.sources.jsonlike import Json

GOLDEN = Path(__file__).parent / "golden"

Golden = Callable[[str, str], None]
Written = Callable[..., Path]


@pytest.fixture
def golden() -> Golden:
    """Compare a text with the file of that name in `golden/`."""
    return lambda name, text: assert_golden(GOLDEN / name, text)


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
