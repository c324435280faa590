"""Process start to handshake line, side by side in one run.

    python benchmarks/protocol_start.py [--runs 15]

Each round starts every variant once, so that a busy machine slows all of them alike; the medians are
compared. Compiled modules are used, as `pip install` leaves them. CPU is what the process itself took of a
processor, where the system tells (Linux): on a busy machine the better figure.
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
SAYS_LINE = "import time; print('1|', flush=True); time.sleep(9)"  # its CPU time is read while it is there
VARIANTS = {
    "Python alone": ["-c", SAYS_LINE],
    "esremote.provider": ["-P", "-c", "import esremote.provider.__main__"],
    "the same, grpclib and x509 imported first": ["-P", "-c", EAGER],
}


class Taken(NamedTuple):
    """What one start took, in milliseconds."""

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
            _start(arguments, environment)  # compiles
        taken: dict[str, list[Taken]] = {name: [] for name in VARIANTS}
        for _ in range(runs):
            for name, arguments in VARIANTS.items():
                taken[name].append(_start(arguments, environment))
    print(f"start to handshake line, medians of {runs} rounds")
    floor = median(one.wall for one in taken["Python alone"])
    for name, starts in taken.items():
        wall, cpu = (median(getattr(one, kind) for one in starts) for kind in Taken._fields)
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


def _start(arguments: list[str], environment: dict[str, str]) -> Taken:
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, text=True
    )
    line = process.stdout.readline() if process.stdout else ""
    wall = (time.perf_counter() - started) * 1000
    cpu = _cpu(process.pid)
    process.terminate()
    process.communicate()  # in good order: it removes its socket
    if not line.startswith("1|"):
        sys.exit(f"no handshake line: {line!r}")
    return Taken(wall, cpu)


def _cpu(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6
    except OSError:
        return float("nan")


if __name__ == "__main__":
    main()
