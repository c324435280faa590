"""The tests run the Terraform or OpenTofu that they are told to run, and say which."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.harness import binaries, opentofu

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An OpenTofu that was built before."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    binary = opentofu.binary()
    binary.parent.mkdir(parents=True)
    binary.write_text("#!/bin/sh\nprintf '\\n\\nOpenTofu v1.12.6\\non linux_amd64\\n'\n", encoding="utf-8")
    binary.chmod(0o755)
    return binary


def test_the_command_that_builds_opentofu_prints_where_it_is(built: Path) -> None:
    printed = subprocess.run(
        [sys.executable, opentofu.__file__], text=True, capture_output=True, check=True
    ).stdout
    assert printed == f"{built}\n"


def test_the_binary_that_is_named_is_the_one_that_runs(monkeypatch: pytest.MonkeyPatch, built: Path) -> None:
    monkeypatch.setenv(binaries.VARIABLE, str(built))
    assert binaries.terraform() == str(built)
    assert binaries.described() == f"OpenTofu v1.12.6 ({built})"


def test_an_empty_name_is_told_instead_of_testing_another_binary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(binaries.VARIABLE, "")
    with pytest.raises(RuntimeError, match="ESREMOTE_TEST_TERRAFORM is empty"):
        binaries.terraform()
