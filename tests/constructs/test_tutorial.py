"""Every command of docs/tutorial.md is run, in its order, in one shell, on clusters of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lab import lifecycle

from .conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.lab, pytest.mark.terraform]

PAGE = ROOT / "docs" / "tutorial.md"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where the tutorial's own folder is made; no node outlives the test, however it ends."""
    yield tmp_path
    lifecycle.down(tmp_path / "tutorial" / ".lab")


def test_every_command_works_and_prints_what_the_page_says(folder: Path) -> None:
    script = "set -euo pipefail\n" + "\n".join(_steps(PAGE.read_text(encoding="utf-8")))
    home = folder / "home"
    home.mkdir()
    environment = os.environ | {
        "HOME": str(home),  # the provider goes to the user's plugin folder
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache")),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "CHECKPOINT_DISABLE": "1",
        "NO_COLOR": "1",
    }
    run = subprocess.run(
        ["/bin/bash"], cwd=folder, input=script, env=environment, capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stdout + run.stderr
    for text in _promised(PAGE.read_text(encoding="utf-8")):
        assert text in run.stderr + run.stdout
    assert "hello from Dublin" in run.stdout
    assert "No changes." in run.stdout


def _steps(page: str) -> Iterator[str]:
    for language, file, text in BLOCK.findall(page):
        if language == "sh":
            yield text
        elif file:
            yield f"cat > {file} <<'END OF FILE'\n{text}END OF FILE\n"


def _promised(page: str) -> list[str]:
    return [text.strip() for language, _, text in BLOCK.findall(page) if language == "text"]
