"""How long synthesis takes: a mesh of this library against the same resources as plain `TerraformResource`s.

    python benchmarks/synthesis.py                 at 40 clusters, the line up to 100, the start
    python benchmarks/synthesis.py --clusters 20   at 20 clusters alone

Every measurement is a process of its own, so that none pays for another's start; the first of each kind warms
the caches and is not counted. Seconds are those of building and synthesising, after the import. Processor
seconds are those of Python and Node together less those of an empty app: other work disturbs them less.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent


def measure(script: str, *arguments: str, times: int) -> list[dict[str, float]]:
    """Run a script of this folder several times and read what it measured."""
    taken = []
    for _ in range(times + 1):
        with tempfile.TemporaryDirectory() as outdir:
            command = [sys.executable, str(HERE / script), outdir, *arguments]
            environment = os.environ | {"PYTHONPATH": str(ROOT)}
            before = _processor_seconds()
            done = subprocess.run(
                command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
            )
            processor = _processor_seconds() - before
        taken.append(json.loads(done.stdout) | {"processor": processor})
    return taken[1:]


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def median(taken: list[dict[str, float]], what: str) -> float:
    """Return the median of one of the figures."""
    return statistics.median(each[what] for each in taken)


def compare(clusters: int, times: int) -> None:
    """Print the comparison at one size."""
    plain = measure("synthesis_plain.py", str(clusters), times=times)
    ours = measure("synthesis_mesh.py", str(clusters), times=times)
    start = median(measure("synthesis_empty.py", times=times), "processor")
    connections = clusters * (clusters - 1)
    print(f"a mesh of {clusters}: {connections:,} connections with their keys, {clusters} roles")
    for what, floor in (("seconds", 0.0), ("processor", start)):
        slow, fast = (median(each, what) - floor for each in (plain, ours))
        print(
            f"  {what:9}  plain TerraformResource {slow:7.3f}, this library {fast:7.3f}: "
            f"{slow / fast:.1f} times faster"
        )


def line(sizes: list[int], times: int) -> None:
    """Print how the time grows with the number of connections."""
    print("growth")
    for clusters in sizes:
        connections = clusters * (clusters - 1)
        seconds = median(measure("synthesis_mesh.py", str(clusters), times=times), "seconds")
        each = seconds / connections * 1000
        print(f"  {clusters:4} clusters {connections:6,} connections {seconds:7.3f} s {each:6.3f} ms each")


def start(times: int) -> None:
    """Print what an empty app costs beside importing CDK for Terraform."""
    taken = measure("synthesis_empty.py", times=times)
    floor, ours, empty = (median(taken, what) for what in ("cdk", "library", "empty"))
    print("start")
    print(f"  import of CDK for Terraform   {floor:6.3f} s")
    print(f"  import of this library beside {ours:6.3f} s")
    print(f"  an empty app, synthesised     {empty:6.3f} s")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clusters", type=int, help="compare at this size alone")
    parser.add_argument("--times", type=int, default=3, help="measurements of each kind (default 3)")
    wanted = parser.parse_args()
    compare(wanted.clusters or 40, wanted.times)
    if wanted.clusters is None:
        line([10, 20, 40, 70, 100], wanted.times)
        start(wanted.times)


if __name__ == "__main__":
    main()
