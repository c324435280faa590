"""Everything that can be tested, one run after the other, and a table of what came of it.

    python -m tools.test_all [--only WORDS] [--decisions NUMBER]

`make test` runs every behaviour once. This repeats the tests on every pair of Elasticsearch versions, on
OpenTofu and on every supported Python, and then holds the access model against real clusters at length.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tests.harness import binaries, opentofu
from tests.support.pairs import ALL_PAIRS, NEW, OLD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
PYTHONS = ("3.11", "3.12", "3.13")
_WORKERS = "2"


@dataclass(frozen=True)
class Run:
    """One run.

    Attributes:
        name: What the table calls it.
        command: What is run; the report of pytest is counted.
        environment: Variables beside those that are there.
        prepare: What is run first, if anything.
        missing: What is missing, with what to do; then the run is not made.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    prepare: Sequence[str] = ()
    missing: str = ""


@dataclass(frozen=True)
class Outcome:
    """A row of the table.

    Attributes:
        name: The run's name.
        verdict: `passed`, `FAILED`, or why it was not run.
        counts: How many tests passed, failed and were skipped; None for what is no test.
        seconds: How long it took.
    """

    name: str
    verdict: str
    counts: tuple[int, int, int] | None = None
    seconds: float = 0.0


def runs(decisions: int, interpreters: Mapping[str, str | None]) -> Iterator[Run]:
    """List every run.

    Args:
        decisions: How many random decisions each proof compares.
        interpreters: The program of each supported Python, None where there is none.
    """
    yield Run("lint, types, imports", ("make", "check"))
    yield Run("every pair of versions", _pytest(sys.executable), environment={ALL_PAIRS: "1"})
    yield Run(
        "OpenTofu",
        _pytest(sys.executable, "-m", "terraform"),
        environment={binaries.VARIABLE: str(opentofu.binary())},
        prepare=(sys.executable, "tests/harness/opentofu.py"),
        missing="" if opentofu.binary().exists() or shutil.which("go") else "no go, which builds OpenTofu",
    )
    for version, program in interpreters.items():
        if version != f"{sys.version_info.major}.{sys.version_info.minor}":
            folder = f".venv-{version}"
            yield Run(
                f"Python {version}",
                _pytest(f"{folder}/bin/python"),
                prepare=("make", "setup", f"PYTHON={program}", f"VENV={folder}"),
                missing="" if program else f"no python{version}",
            )
    for version in (NEW, OLD):
        proof = ("-m", "tests.differential.prove", "--version", version, "--decisions", str(decisions))
        yield Run(f"{decisions:,} decisions on {version}", (sys.executable, *proof))


def _pytest(python: str, *arguments: str) -> tuple[str, ...]:
    return (python, "-m", "pytest", "-n", _WORKERS, *arguments)


def interpreter(version: str) -> str | None:
    """Find a Python that starts: on PATH, or among those of pyenv."""
    places = [f"python{version}", *map(str, Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))]
    for place in places:
        if program := shutil.which(place):
            said = subprocess.run([program, "-V"], capture_output=True, text=True, check=False).stdout
            if said.startswith(f"Python {version}."):
                return program
    return None


def carry_out(run: Run, report: Path) -> Outcome:
    """Make a run, with its output on ours.

    Args:
        run: The run.
        report: Where pytest writes its counts.
    """
    if run.missing:
        return Outcome(run.name, f"not run: {run.missing}")
    sys.stdout.write(f"\n==== {run.name}\n")
    sys.stdout.flush()
    started = time.monotonic()
    command = [*run.command, *([f"--junitxml={report}"] if "pytest" in run.command else [])]
    steps = [list(run.prepare), command] if run.prepare else [command]
    environment = {**os.environ, **run.environment}
    passed = all(
        subprocess.run(step, cwd=ROOT, env=environment, check=False).returncode == 0 for step in steps
    )
    seconds = time.monotonic() - started
    return Outcome(run.name, "passed" if passed else "FAILED", counted(report), seconds)


def counted(report: Path) -> tuple[int, int, int] | None:
    """Read how many tests passed, failed and were skipped; None if pytest has written no report."""
    if not report.exists():
        return None
    suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314 - pytest has just written it
    total = failed = skipped = 0
    for suite in suites:
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    return total - failed - skipped, failed, skipped


def table(outcomes: Iterable[Outcome]) -> str:
    """Write the table.

    >>> missing = Outcome("Python 3.13", "not run: no python3.13")
    >>> print(table([Outcome("OpenTofu", "passed", (420, 0, 3), 301.4), missing]))
    what                            passed  failed  skipped    time
    OpenTofu                           420       0        3    5:01  passed
    Python 3.13                          -       -        -       -  not run: no python3.13
    """
    lines = [f"{'what':<30}{'passed':>8}{'failed':>8}{'skipped':>9}{'time':>8}"]
    for outcome in outcomes:
        numbers = [str(number) for number in outcome.counts] if outcome.counts else ["-"] * 3
        minutes, seconds = divmod(round(outcome.seconds), 60)
        took = f"{minutes}:{seconds:02}" if outcome.seconds else "-"
        passed, failed, skipped = numbers
        lines.append(f"{outcome.name:<30}{passed:>8}{failed:>8}{skipped:>9}{took:>8}  {outcome.verdict}")
    return "\n".join(lines)


def main() -> int:
    """Run what is asked for; the exit status is 1 if anything failed."""
    parser = argparse.ArgumentParser(prog="python -m tools.test_all", description="Run every test there is.")
    parser.add_argument(
        "--only", default="", metavar="WORDS", help="only the runs with these words in their name"
    )
    parser.add_argument("--decisions", default=10_000, type=int, help="of each proof (default: %(default)s)")
    arguments = parser.parse_args()
    found = {version: interpreter(version) for version in PYTHONS}
    with tempfile.TemporaryDirectory() as folder:
        outcomes = [
            carry_out(run, Path(folder) / f"{number}.xml")
            for number, run in enumerate(runs(arguments.decisions, found))
            if arguments.only.lower() in run.name.lower()
        ]
    sys.stdout.write(f"\n{table(outcomes)}\n")
    return 1 if any(outcome.verdict == "FAILED" for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
