"""Measures how fast patterns are compared and access is decided, and how both scale with grants.

    python benchmarks/access.py                  up to 5,000 grants
    python benchmarks/access.py --grants 1000    up to 1,000

Each size runs in a process of its own, so that no size profits from the caches of another. All figures are
processor seconds, which other work on the machine does not distort. A grant is a role with two patterns
over one of twenty connections. The key of a connection has three patterns, and each remote cluster has
fifty indices.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from esremote.access.decision.requests import Request  # noqa: E402
from esremote.access.engine.deciding import decide  # noqa: E402 - found through the line above
from esremote.access.landscape.indices import Index  # noqa: E402
from esremote.access.landscape.keys import CrossClusterApiKey, SearchAccess  # noqa: E402
from esremote.access.landscape.landscape import Cluster, Connection, Landscape  # noqa: E402
from esremote.access.landscape.roles import RemoteIndicesEntry, Role  # noqa: E402
from esremote.access.reach.regions import reachable  # noqa: E402 - found through the line above
from esremote.model.patterns import Names, compare  # noqa: E402
from esremote.model.releases.versions import Version  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

CONNECTIONS = 20
INDICES = 50
CHECKS = 3000
WORDS = ("logs", "metrics", "audit", "app", "eu", "us", "prod", "dev", "web", "db", "billing", "orders")


def pattern(source: random.Random) -> str:
    """Return a pattern: mostly a prefix, sometimes with other wildcards, sometimes a regular expression."""
    first, second = source.choice(WORDS), source.choice(WORDS)
    shapes = (f"{first}-{second}-*",) * 6 + (
        f"{first}-*-{second}",
        f"*{first}*",
        f"/{first}-[0-9]{{4}}/",
        f"{first}-{second}-7",
    )
    return source.choice(shapes)


def landscape(grants: int, *, indices_known: bool) -> Landscape:
    """Return a cluster with a role for each grant, and twenty remote ones, with or without their indices."""
    source = random.Random(grants)  # noqa: S311 - nothing secret
    roles = tuple(
        Role(
            f"role-{n}",
            remote_indices=(RemoteIndicesEntry(("*",), (pattern(source), pattern(source)), ("read",)),),
        )
        for n in range(grants)
    )
    connections = tuple(
        Connection(f"alias-{n}", f"remote-{n}", cross_cluster_api_key="key") for n in range(CONNECTIONS)
    )
    local = Cluster("local", Version(9, 5, 3), roles=roles, connections=connections)
    remotes = tuple(
        Cluster(
            f"remote-{n}",
            Version(9, 5, 3),
            cross_cluster_api_keys=(
                CrossClusterApiKey("key", search=(SearchAccess(tuple(pattern(source) for _ in range(3))),)),
            ),
            indices=tuple(Index(f"{source.choice(WORDS)}-{source.choice(WORDS)}-{i}") for i in range(INDICES))
            if indices_known
            else None,
        )
        for n in range(CONNECTIONS)
    )
    return Landscape((local, *remotes))


def processor_seconds(work: Callable[[], object]) -> float:
    """Return the processor seconds that some work takes."""
    before = time.process_time()
    work()
    return time.process_time() - before


def measure(grants: int) -> dict[str, float]:
    """Decide every grant with the indices known and unknown, and list what each grant reaches."""

    def decide_all(facts: Landscape) -> None:
        for n in range(grants):
            decide(facts, Request("local", f"alias-{n % CONNECTIONS}:*", roles=(f"role-{n}",)))

    def reach_all(facts: Landscape) -> None:
        for n in range(grants):
            reachable(facts, "local", f"alias-{n % CONNECTIONS}", (f"role-{n}",))

    known = landscape(grants, indices_known=True)
    unknown = landscape(grants, indices_known=False)
    return {
        "reachable": processor_seconds(lambda: reach_all(unknown)),
        "decided, indices known": processor_seconds(lambda: decide_all(known)),
        "decided, indices unknown": processor_seconds(lambda: decide_all(unknown)),
    }


def checks_per_second() -> dict[str, float]:
    """Return the comparisons per second, of patterns seen for the first time and of cached ones."""
    source = random.Random(1)  # noqa: S311 - nothing secret
    pairs = [
        ([pattern(source) for _ in range(2)], [pattern(source) for _ in range(3)]) for _ in range(CHECKS)
    ]

    def include() -> None:
        for asked, granted in pairs:
            Names.of(*asked).within(Names.of(*granted))

    def relate() -> None:
        for asked, granted in pairs:
            compare(asked, granted)

    rates = {
        name: CHECKS / processor_seconds(work) for name, work in (("first", include), ("again", include))
    }
    return {
        "inclusions, patterns new": rates["first"],
        "inclusions, patterns cached": rates["again"],
        "comparisons with examples": CHECKS / processor_seconds(relate),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--grants", type=int, default=5000, help="the largest number (default: %(default)s)")
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(measure(arguments.measure)))
        return
    for name, rate in checks_per_second().items():
        print(f"{name:28} {rate:10,.0f} /s")
    sizes = [arguments.grants // 10, arguments.grants // 2, arguments.grants]
    seconds_by_size = {size: _in_a_process(size) for size in sizes}
    print(f"\n{'grants':28}" + "".join(f"{size:>12,}" for size in sizes) + f"{'growth':>12}")
    for name in seconds_by_size[sizes[0]]:
        growth = seconds_by_size[sizes[-1]][name] / seconds_by_size[sizes[0]][name]
        columns = "".join(f"{seconds_by_size[size][name]:>10.2f} s" for size in sizes)
        print(f"{name:28}{columns}{growth:>10.1f} x")


def _in_a_process(grants: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--measure", str(grants)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    measured: dict[str, float] = json.loads(output)
    return measured


if __name__ == "__main__":
    main()
