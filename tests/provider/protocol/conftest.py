"""The example provider, run by the real Terraform."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.harness.binaries import environment
from tests.harness.process import ProviderProcess, python_module
from tests.harness.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
EXAMPLE = python_module("tests.provider.protocol.example")


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProviderProcess]:
    """One process for all tests of a file; its log is in `provider.log`."""
    folder = tmp_path_factory.mktemp("provider")
    variables = environment(folder, PYTHONPATH=str(ROOT), TF_LOG="debug")
    with ProviderProcess(EXAMPLE, variables, folder / "log") as process:
        yield process


@pytest.fixture
def stack(tmp_path: Path, provider: ProviderProcess) -> Iterator[Stack]:
    """A stack whose notes are kept in `<folder>/notes`."""
    folder = tmp_path / "stack"
    made = Stack(folder, environment(tmp_path, **provider.reattach), preamble(folder / "notes"))
    yield made
    made.destroy()
    assert list((folder / "notes").glob("*.json")) == [], "notes are left after destroy"


def preamble(notes: Path) -> str:
    return f"""
terraform {{
  required_providers {{
    example = {{ source = "example/example" }}
  }}
}}
provider "example" {{
  folder = "{notes}"
}}
"""
