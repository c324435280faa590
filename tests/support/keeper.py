"""Keeps a lab for a test run: `python -m tests.support.keeper FOLDER '{"frankfurt": "9.5.3"}'`.

It is a separate process, so that clusters boot while tests run, whatever those tests do to the environment of
their own process. It prints a line when the clusters are ready. They end when its standard input ends, or on
SIGTERM.
"""

import json
import signal
import sys
from pathlib import Path

from lab.lifecycle import Options
from lab.node import Lifetime
from tests.support.lab import LOCAL, started


def main(folder: Path, versions: dict[str, str]) -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the test run, which then asks
    local = [name for name in versions if name.startswith(LOCAL)]  # most tests reload its keystore
    with started(folder, versions, Options(optimising=local, lives=Lifetime.AS_LONG_AS_US)):
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), json.loads(sys.argv[2]))
    except KeyboardInterrupt:
        sys.exit(0)
