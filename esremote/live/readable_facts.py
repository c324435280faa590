"""Facts from answers of which some are not what a facts document can hold: everything else of them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from esremote.access.facts import Facts, InvalidFactsError, answers

if TYPE_CHECKING:
    from collections.abc import Mapping

_STEP = re.compile(r'\.([\w-]+)|\["((?:[^"\\]|\\.)*)"]|\[(\d+)]')
_ITEM = 4
"""The steps to an item of a collection: `clusters`, the cluster, the collection, the item."""


@dataclass(frozen=True, slots=True)
class ReadableFacts:
    """What could be read, and for each cluster why something is left out.

    Args:
        facts: everything else.
        problems: lines, by the name of the cluster.
    """

    facts: Facts
    problems: Mapping[str, tuple[str, ...]]


def readable(clusters: Mapping[str, Mapping[str, Any]]) -> ReadableFacts:
    """Read clusters that were described from answers, without the items that cannot be read.

    A role, a user, a key or a connection is left out as a whole: half of it would be another one.

    Args:
        clusters: as `answers.read_clusters` takes them.
    """
    left: dict[str, dict[str, Any]] = {
        name: {part: dict(items) if isinstance(items, dict) else items for part, items in cluster.items()}
        for name, cluster in clusters.items()
    }
    problems: dict[str, tuple[str, ...]] = {}
    while True:
        try:
            return ReadableFacts(answers.read_clusters(left), problems)
        except InvalidFactsError as error:
            for problem in error.problems:
                _, cluster, *rest = _steps(problem.path)
                message = f"{'.'.join(rest)}: {problem.message}"
                problems[cluster] = (*problems.get(cluster, ()), message)
                _leave_out(left, cluster, rest)


def _leave_out(clusters: dict[str, dict[str, Any]], name: str, path: list[str]) -> None:
    cluster = clusters.get(name)
    if cluster is None:
        return
    match path:
        case [collection, item, *_] if isinstance(cluster.get(collection), dict):
            cluster[collection].pop(item, None)
        case [attribute, *_]:
            cluster.pop(attribute, None)
        case _:
            del clusters[name]


def _steps(path: str) -> list[str]:
    """Take a path apart.

    >>> _steps('$.clusters.dublin.roles["a.b"].indices[0]')
    ['clusters', 'dublin', 'roles', 'a.b', 'indices', '0']
    """
    return [plain or number or json.loads(f'"{quoted}"') for plain, quoted, number in _STEP.findall(path)]
