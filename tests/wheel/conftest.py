"""The wheel, built from this checkout and installed into a virtual environment of its own."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Installed:
    """A built wheel, and an environment that has it and sees nothing of the checkout."""

    wheel: Path
    folder: Path
    """The parent of the environment: where a user's programs are written."""

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.folder / "venv" / "bin" / "python"

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the user's folder."""
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("user")
    _run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder))
    (wheel,) = folder.glob("*.whl")
    _run(sys.executable, "-m", "venv", "--without-pip", str(folder / "venv"))
    installed = Installed(wheel, folder)
    _run(
        *(sys.executable, "-m", "pip", "--python", str(installed.python)),
        *("install", "--quiet", "--no-deps", "--no-index", str(wheel)),
    )
    # The dependencies are those of the running environment. Its own .pth files, among them the one that leads
    # to the checkout, are not read from here.
    (packages,) = (folder / "venv").glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return installed


def _run(*command: str) -> None:
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
