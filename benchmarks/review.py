"""Measures how long a review takes, and how that scales with the number of grants.

    python benchmarks/review.py                     500 to 10,000 grants, three kinds of plans
    python benchmarks/review.py --grants 5000       one size

A grant is an entry of a role's `remote_indices`. Each has index names of its own, so that no cached answer
serves two of them. Half of the grants are new, a quarter becomes wider and a quarter does not change. Fifty
grants share a connection and its key.

    plain    names such as `logs-17-*`, one grant per role
    wide     the same names, fifty grants per role
    mixed    every fifth name has an inner wildcard or is a regular expression, every fifth grant has a query

`command` is a whole `esremote review PLAN`, including the start of Python. Other work on the machine
distorts processor seconds less than wall seconds. Both are medians.
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
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
GRANTS_PER_KEY = 50
SEARCHING = ["read", "read_cross_cluster", "view_index_metadata"]
Plan = dict[str, object]
Entry = dict[str, object]


def plain(number: int, *, wide: bool) -> Entry:
    """Return a grant, as it is before it becomes wider or, with `wide`, after."""
    return {
        "clusters": [f"remote-{number // GRANTS_PER_KEY}"],
        "names": [f"logs-{number}-*" if wide else f"logs-{number}-app-*"],
        "privileges": SEARCHING,
    }


def mixed(number: int, *, wide: bool) -> Entry:
    """Return a grant whose names, every fifth time, can only be compared by automata."""
    entry = plain(number, wide=wide)
    if number % 10 == 0:
        entry["names"] = [f"logs-{number}-*-prod" if wide else f"logs-{number}-*-eu-prod"]
    if number % 10 == 5:  # noqa: PLR2004 - with the line above, every fifth
        entry["names"] = [f"/logs-{number}-[a-z]+/" if wide else f"/logs-{number}-[a-f]+/"]
    if number % 5 == 0:
        entry["query"] = json.dumps({"term": {"team": f"team-{number}"}})
    return entry


def plan(grants: int, grant: Callable[..., Entry], grants_per_role: int) -> Plan:
    """Return a plan in the JSON that Terraform prints."""
    changes = [
        _change("esremote_connection", f"c{number}", None, _connection(number))
        for number in range(-(-grants // GRANTS_PER_KEY))
    ]
    for first in range(0, grants, grants_per_role):
        numbers = range(first, min(first + grants_per_role, grants))
        before = [grant(number, wide=number % 4 == 1) for number in numbers if number % 2]
        after = [grant(number, wide=True) for number in numbers]
        name = f"role-{first}"
        state = {"on_cluster": "hub", "name": name, "remote_indices": before} if before else None
        planned = {"on_cluster": "hub", "name": name, "remote_indices": after}
        changes.append(_change("esremote_role", f"r{first}", state, planned))
    return {"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": changes}


def _connection(number: int) -> Entry:
    access = {"search": [{"names": ["logs-*", "metrics-*"]}]}
    return {
        "local_cluster": "hub",
        "alias": f"remote-{number}",
        "proxy": {"proxy_address": f"remote-{number}.example:9443"},
        "skip_unavailable": False,
        "cross_cluster_api_key": {
            "remote_cluster": f"remote-{number}",
            "access": access,
            "expiration": "90d",
        },
    }


def _change(type_: str, name: str, before: Entry | None, after: Entry) -> Entry:
    actions = ["create"] if before is None else ["no-op"] if before == after else ["update"]
    change = {"actions": actions, "before": before, "after": after, "after_unknown": {"id": True}}
    return {"address": f"{type_}.{name}", "mode": "managed", "type": type_, "name": name, "change": change}


KINDS: dict[str, Callable[[int], Plan]] = {
    "plain": lambda grants: plan(grants, plain, 1),
    "wide": lambda grants: plan(grants, plain, 50),
    "mixed": lambda grants: plan(grants, mixed, 1),
}


def measure(file: Path, times: int) -> tuple[float, float]:
    """Run `esremote review` several times, and return the medians of wall and of processor seconds."""
    wall, processor = [], []
    command = [sys.executable, "-m", "esremote", "review", str(file)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""}  # as installed
    for _ in range(times + 1):
        begin, used = time.perf_counter(), _processor_seconds()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
        wall.append(time.perf_counter() - begin)
        processor.append(_processor_seconds() - used)
    return statistics.median(wall[1:]), statistics.median(processor[1:])


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure, and print a table."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--grants", type=int, nargs="*", default=[0, 500, 1000, 2000, 5000, 10000])
    arguments.add_argument(
        "--times", type=int, default=3, help="measurements of each, after one that warms up"
    )
    chosen = arguments.parse_args()
    print(f"{'plan':<6} {'grants':>7} {'file':>8} {'command':>9} {'processor':>10} {'us/grant':>11}")
    with tempfile.TemporaryDirectory() as scratch:
        for kind, make in KINDS.items():
            empty = 0.0
            for grants in chosen.grants:
                file = Path(scratch) / "plan.json"
                file.write_text(json.dumps(make(grants)), encoding="utf-8")
                wall, processor = measure(file, chosen.times)
                empty = processor if not grants else empty
                per_grant = f"{(processor - empty) / grants * 1e6:,.0f}" if grants and empty else "-"
                size = f"{file.stat().st_size / 1e6:.1f} MB"
                print(
                    f"{kind:<6} {grants:>7,} {size:>8} {wall:>7.2f} s {processor:>8.2f} s {per_grant:>11}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
