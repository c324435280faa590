"""What a person sees whose program has a wrong value in it: the line, the value and the remedy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def ending(program: Path, **environment: str) -> tuple[int, list[str]]:
    """Run a program in a folder without clusters, and return its exit code and what it said of errors."""
    run = subprocess.run(
        [sys.executable, str(program)],
        cwd=program.parent if program.parent != ROOT else ROOT / "docs",  # there is no lab
        env={**os.environ, "PYTHONPATH": str(ROOT), "ESREMOTE_CLUSTERS": "", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in run.stderr
    return run.returncode, [line for line in run.stderr.splitlines() if ": error: " in line]


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"ESREMOTE_STACKS": "serach"}, "ESREMOTE_STACKS: must contain only search, replication, "),
        ({"ESREMOTE_STACKS": "search"}, "clusters: not found: there is no context 'esremote_clusters'"),
        (
            {"ESREMOTE_STACKS": "search", "ESREMOTE_CLUSTERS": "gone.json"},
            "gone.json (environment variable ESREMOTE_CLUSTERS): cannot be read: ",
        ),
    ],
)
def test_a_wrong_setting_of_the_stacks_is_told_in_one_line(environment: dict[str, str], said: str) -> None:
    code, errors = ending(ROOT / "main.py", **environment)

    assert code == 1
    assert len(errors) == 1
    assert errors[0].startswith("main.py:")
    assert said in errors[0]


def test_a_wrong_value_is_told_with_the_line_that_gave_it(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "from constructs_lib import ApiKeySecurity, App\n\n"
        "App()\n"
        "def security():\n    return ApiKeySecurity(search='logs-*')\n\n"
        "security()\n"
    )

    code, errors = ending(program)

    assert code == 1
    (error,) = errors
    place, _, said = error.partition(": error: ")
    assert place == "program.py:5"
    assert said == "ApiKeySecurity.search: must be a list of strings, got 'logs-*'; write ['logs-*']"


def test_any_other_exception_keeps_its_traceback(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text("from constructs_lib import App\n\nApp()\n1 / 0\n")

    run = subprocess.run(
        [sys.executable, str(program)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Traceback" in run.stderr
    assert run.stderr.splitlines()[-1] == "ZeroDivisionError: division by zero"
