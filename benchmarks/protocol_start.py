"""Measures the time from process start to handshake line, side by side in one run.

    python benchmarks/protocol_start.py [--runs 15]

Each round starts every variant once, so that a busy machine slows all of them alike. The medians are
compared. Modules are compiled, as `pip install` leaves them. CPU is the processor time of the process
itself, which only Linux reports. On a busy machine it is the better figure.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from esremote.provider.protocol import certificate

ROOT = Path(__file__).parents[1]
COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"
EAGER = (
    "import grpclib.server, runpy, cryptography.x509, esremote.provider.protocol.server;"
    "runpy.run_module('esremote.provider', run_name='__main__')"
)
PRINT_LINE = "import time; print('1|', flush=True); time.sleep(9)"  # its CPU time is read while it sleeps
VARIANTS = {
    "Python alone": ["-c", PRINT_LINE],
    "esremote.provider": ["-P", "-c", "import esremote.provider.__main__"],
    "the same, grpclib and x509 imported first": ["-P", "-c", EAGER],
}


class Start(NamedTuple):
    """The duration of one start, in milliseconds."""

    wall: float
    cpu: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=15, help="rounds, each of every variant (default 15)")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as cache:
        environment = _environment(cache)
        for arguments in VARIANTS.values():
            _start(arguments, environment)  # compiles the modules
        starts_by_variant: dict[str, list[Start]] = {name: [] for name in VARIANTS}
        for _ in range(runs):
            for name, arguments in VARIANTS.items():
                starts_by_variant[name].append(_start(arguments, environment))
    print(f"start to handshake line, medians of {runs} rounds")
    floor = median(start.wall for start in starts_by_variant["Python alone"])
    for name, starts in starts_by_variant.items():
        wall, cpu = (median(getattr(start, kind) for start in starts) for kind in Start._fields)
        print(f"  {name:42} {wall:6.1f} ms wall = {wall / floor:4.1f} x Python alone, {cpu:6.1f} ms CPU")


def _environment(cache: str) -> dict[str, str]:
    pem = certificate.make().pem
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": cache,
        "TF_PLUGIN_MAGIC_COOKIE": COOKIE,
        "PLUGIN_CLIENT_CERT": pem[pem.index(b"-----BEGIN CERTIFICATE") :].decode(),
    }


def _start(arguments: list[str], environment: dict[str, str]) -> Start:
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, text=True
    )
    line = process.stdout.readline() if process.stdout else ""
    wall = (time.perf_counter() - started) * 1000
    cpu = _cpu(process.pid)
    process.terminate()
    process.communicate()  # waits until it has removed its socket
    if not line.startswith("1|"):
        sys.exit(f"no handshake line: {line!r}")
    return Start(wall, cpu)


def _cpu(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6
    except OSError:
        return float("nan")


if __name__ == "__main__":
    main()
