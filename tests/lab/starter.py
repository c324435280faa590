"""Starts a lab that lives no longer than this process: `starter DIRECTORY [UID GID]`.

Everything is imported before the user changes, for the interpreter may lie where only root can read; some of
it is imported by a first request only.
"""

import contextlib
import json
import os
import sys
from pathlib import Path

import httpx

from lab import lifecycle, versions
from lab.lifecycle import Options
from lab.node import Lifetime
from tests.support.lab import opened

CREDENTIALS = "cluster.remote.dublin.credentials"


def main(directory: Path, ids: list[int]) -> None:
    with contextlib.suppress(httpx.ConnectError):
        httpx.get("http://127.0.0.1:1")
    if ids:
        os.setgroups([])
        os.setgid(ids[1])
        os.setuid(ids[0])
    lifecycle.up(directory, {"solo": versions.DEFAULT}, Options(lives=Lifetime.AS_LONG_AS_US))
    with opened(directory / "lab.json") as running:
        running["solo"].keystore("add", "-xf", CREDENTIALS, lines=["x"])
        reloaded = running["solo"].call("POST", "/_nodes/reload_secure_settings")
    sys.stdout.write(json.dumps(reloaded))
    lifecycle.down(directory)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(text) for text in sys.argv[2:]])
