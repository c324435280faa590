"""`make test-all` makes every run, and its table says what came of each."""

from __future__ import annotations

import doctest
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tools import test_all
from tools.test_all import Outcome, Run, carry_out, counted, runs, table

if TYPE_CHECKING:
    from pathlib import Path

TESTS = """
import pytest
def test_passes(): pass
def test_fails(): assert False
def test_skips(): pytest.skip("no reason")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "test_three.py").write_text(TESTS)
    return tmp_path


def test_the_example_of_the_table_is_true() -> None:
    assert doctest.testmod(test_all).failed == 0


def test_a_run_of_pytest_is_counted(folder: Path) -> None:
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder))
    outcome = carry_out(Run("three tests", command), folder / "report.xml")
    assert (outcome.verdict, outcome.counts) == ("FAILED", (1, 1, 1))
    assert outcome.seconds > 0


def test_what_is_no_test_has_no_counts(tmp_path: Path) -> None:
    outcome = carry_out(Run("nothing", (sys.executable, "-c", "")), tmp_path / "report.xml")
    assert (outcome.verdict, outcome.counts) == ("passed", None)
    assert counted(tmp_path / "report.xml") is None


def test_a_run_whose_preparation_fails_has_failed(tmp_path: Path) -> None:
    exits = (sys.executable, "-c", "import sys; sys.exit(3)")
    prepared = Run("unprepared", (sys.executable, "-c", ""), prepare=exits)
    assert carry_out(prepared, tmp_path / "report.xml").verdict == "FAILED"


def test_what_is_missing_is_a_row_that_says_so(tmp_path: Path) -> None:
    every = list(runs(10, {"3.11": sys.executable, "3.12": None, "3.13": "/opt/python3.13"}))
    (missing,) = [run for run in every if run.missing and run.name.startswith("Python")]
    outcome = carry_out(missing, tmp_path / "report.xml")
    assert outcome == Outcome("Python 3.12", "not run: no python3.12")
    assert "not run: no python3.12" in table([outcome])


def test_every_run_can_be_chosen_by_its_name() -> None:
    names = [run.name for run in runs(10_000, dict.fromkeys(test_all.PYTHONS, "/usr/bin/python3"))]
    assert len(set(names)) == len(names)
    assert "OpenTofu" in names
    assert "10,000 decisions on 8.19.21" in names


def test_the_command_line_says_what_it_takes() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tools.test_all", "--help"], capture_output=True, text=True, check=True
    )
    assert "--only WORDS" in run.stdout
