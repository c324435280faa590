"""Measures synthesis of a mesh with this library, against the same as plain `TerraformResource`s.

    python benchmarks/synthesis.py                 compares 40 clusters, then growth up to 100, then start-up
    python benchmarks/synthesis.py --clusters 20   compares 20 clusters only

Every measurement is a process of its own, so that none pays for the start of another. The first of each
kind warms the caches and does not count. `seconds` covers building and synthesising, without imports.
`processor` is the processor time of Python and Node together, without that of an empty app. Other work
distorts it less.
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
    """Run a script of this folder several times, and return what it measured each time."""
    measurements = []
    for _ in range(times + 1):
        with tempfile.TemporaryDirectory() as outdir:
            command = [sys.executable, str(HERE / script), outdir, *arguments]
            environment = os.environ | {"PYTHONPATH": str(ROOT)}
            before = _processor_seconds()
            done = subprocess.run(
                command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
            )
            processor = _processor_seconds() - before
        measurements.append(json.loads(done.stdout) | {"processor": processor})
    return measurements[1:]


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def median(measurements: list[dict[str, float]], figure: str) -> float:
    """Return the median of one figure."""
    return statistics.median(measurement[figure] for measurement in measurements)


def compare(clusters: int, times: int) -> None:
    """Print the comparison for a mesh of so many clusters."""
    plain = measure("synthesis_plain.py", str(clusters), times=times)
    ours = measure("synthesis_mesh.py", str(clusters), times=times)
    start = median(measure("synthesis_empty.py", times=times), "processor")
    connections = clusters * (clusters - 1)
    print(f"a mesh of {clusters}: {connections:,} connections with their keys, {clusters} roles")
    for figure, floor in (("seconds", 0.0), ("processor", start)):
        slow, fast = (median(measurements, figure) - floor for measurements in (plain, ours))
        print(
            f"  {figure:9}  plain TerraformResource {slow:7.3f}, this library {fast:7.3f}: "
            f"{slow / fast:.1f} times faster"
        )


def growth(sizes: list[int], times: int) -> None:
    """Print how synthesis scales with the number of connections."""
    print("growth")
    for clusters in sizes:
        connections = clusters * (clusters - 1)
        seconds = median(measure("synthesis_mesh.py", str(clusters), times=times), "seconds")
        each = seconds / connections * 1000  # milliseconds
        print(f"  {clusters:4} clusters {connections:6,} connections {seconds:7.3f} s {each:6.3f} ms each")


def start(times: int) -> None:
    """Print what an empty app costs in addition to importing CDK for Terraform."""
    measurements = measure("synthesis_empty.py", times=times)
    floor, ours, empty = (median(measurements, figure) for figure in ("cdk", "library", "empty"))
    print("start")
    print(f"  import of CDK for Terraform   {floor:6.3f} s")
    print(f"  import of this library        {ours:6.3f} s")
    print(f"  an empty app, synthesised     {empty:6.3f} s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clusters", type=int, help="compare this size only")
    parser.add_argument("--times", type=int, default=3, help="measurements of each kind (default 3)")
    arguments = parser.parse_args()
    compare(arguments.clusters or 40, arguments.times)
    if arguments.clusters is None:
        growth([10, 20, 40, 70, 100], arguments.times)
        start(arguments.times)


if __name__ == "__main__":
    main()
