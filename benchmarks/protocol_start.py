"""Process start to handshake line, side by side in one run.

    python benchmarks/protocol_start.py [--runs 15]

Each round starts every variant once, so that a busy machine slows all of them alike; the medians are
compared. Compiled modules are used, as `pip install` leaves them.
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

from esremote.provider.protocol import certificate

ROOT = Path(__file__).parents[1]
COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"
EAGER = (
    "import grpclib.server, runpy, cryptography.x509, esremote.provider.protocol.server;"
    "runpy.run_module('esremote.provider', run_name='__main__')"
)
SAYS_LINE = "print('1|')"
VARIANTS = {
    "Python alone": ["-c", SAYS_LINE],
    "esremote.provider": ["-P", "-c", "import esremote.provider.__main__"],
    "the same, grpclib and x509 imported first": ["-P", "-c", EAGER],
}


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
        times: dict[str, list[float]] = {name: [] for name in VARIANTS}
        for _ in range(runs):
            for name, arguments in VARIANTS.items():
                times[name].append(_start(arguments, environment))
    medians = {name: median(spent) for name, spent in times.items()}
    floor = medians["Python alone"]
    print(f"start to handshake line, median of {runs} rounds")
    for name, spent in medians.items():
        print(
            f"  {name:45} {spent:6.1f} ms   {spent / floor:4.1f} x Python alone, {spent - floor:5.1f} ms more"
        )


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


def _start(arguments: list[str], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, text=True
    )
    line = process.stdout.readline() if process.stdout else ""
    spent = (time.perf_counter() - started) * 1000
    process.terminate()
    process.communicate()
    if not line.startswith("1|"):
        sys.exit(f"no handshake line: {line!r}")
    return spent


if __name__ == "__main__":
    main()
