"""The long proof: many random worlds and questions, put to two real clusters and to the model.

    python -m tests.differential.prove --version 9.5.3 --decisions 10000

It starts two clusters of its own, or uses those of ESREMOTE_TEST_CLUSTERS. A disagreement is made small
and told as a facts document; the exit status is 1 then. `--seed` makes a run again.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lab.node import Lifetime
from tests.differential.reporting import brief, report
from tests.differential.runner import Runner, running
from tests.differential.shrinking import shrink
from tests.support import lab as support

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.differential.proving import Compared

QUESTIONS = 200
MOST_DISAGREEMENTS = 5


def main() -> int:
    """Run the proof from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.differential.prove", description="The long proof of the access model."
    )
    parser.add_argument("--version", default="9.5.3", help="of both clusters (default: %(default)s)")
    parser.add_argument("--remote-version", help="of the remote cluster, if another")
    parser.add_argument("--nodes", type=int, default=1, help="of each cluster (default: %(default)s)")
    parser.add_argument("--decisions", type=int, default=10_000, help="how many (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the first world (default: %(default)s)")
    arguments = parser.parse_args()
    versions = {
        support.LOCAL: arguments.version,
        support.REMOTE: arguments.remote_version or arguments.version,
    }
    with _lab(versions, arguments.nodes) as lab, running(lab) as runner:
        return _prove(runner, arguments.seed, arguments.decisions)


@contextmanager
def _lab(versions: Mapping[str, str], nodes: int) -> Iterator[support.Lab]:
    if own := support.own_clusters():
        with support.opened(own) as lab:
            yield lab
        return
    with tempfile.TemporaryDirectory() as folder:
        options = support.Options(nodes=dict.fromkeys(versions, nodes), lives=Lifetime.AS_LONG_AS_US)
        with support.started(Path(folder) / "lab", versions, options) as lab:
            yield lab


def _prove(runner: Runner, seed: int, decisions: int) -> int:
    started = time.monotonic()
    counted: Counter[str] = Counter()
    disagreements: list[Compared] = []
    while counted.total() < decisions and len(disagreements) < MOST_DISAGREEMENTS:
        compared = runner.random_world(seed, QUESTIONS)
        counted.update(f"{each.decision.request.kind} {each.observed.status}" for each in compared)
        for each in compared:
            if not each.agree:
                disagreements.append(each)
                _tell(brief(each))
        seed += 1
        seconds = time.monotonic() - started
        _tell(f"{counted.total():6} decisions, {len(disagreements)} disagreements, {seconds:.0f} s")
    for kind, number in sorted(counted.items()):
        _tell(f"  {kind:24} {number:6}")
    for each in disagreements:
        _tell(report(shrink(runner, each)))
    versions = f"{runner.clusters.local.cluster.version} asking {runner.clusters.remote.cluster.version}"
    _tell(f"{counted.total()} decisions, {versions}: {len(disagreements)} disagreements")
    return 1 if disagreements else 0


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
