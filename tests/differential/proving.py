"""Asking the server and the model the same, many times, and keeping what they disagree about."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from esremote.access.decision.requests import Kind
from esremote.access.engine.deciding import decide
from tests.differential.asking import observe
from tests.differential.bracketing import lies_between, spread_out
from tests.differential.expected import UNKNOWN_DOCUMENTS, acceptable_statuses, expected
from tests.differential.questions import random_question
from tests.differential.setup import make_real
from tests.differential.worlds import random_world, with_unusable_queries

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from esremote.access.decision.decisions import Decision
    from esremote.access.decision.requests import Request
    from esremote.access.landscape.landscape import Landscape
    from tests.differential.clusters import PreparedClusters
    from tests.differential.observations import Observation

AT_ONCE = 6
OK = 200


@dataclass(frozen=True)
class Compared:
    """One question with both answers.

    Args:
        world: the seed of the world.
        landscape: the world.
        decision: the model's answer.
        observed: the server's.
        words: what the server said.
        most: the model's answer if shards are spread out, for clusters of several nodes.
    """

    world: int
    landscape: Landscape
    decision: Decision
    observed: Observation
    words: str
    most: Decision | None = None

    @property
    def agree(self) -> bool:
        """Whether model and server say the same."""
        if self.most is not None:
            return lies_between(comparable(self.observed, self.decision), self.decision, self.most)
        if self.observed.status != OK:
            return self.observed.status in acceptable_statuses(self.decision) - {OK}
        return comparable(self.observed, self.decision) == expected(self.decision)


def comparable(observed: Observation, decision: Decision) -> Observation:
    """Leave out what nobody can expected: the documents of the server's own security index."""
    seen = {name: what for name, what in observed.seen.items() if UNKNOWN_DOCUMENTS not in name}
    counted = decision.request.kind is Kind.COUNT and any(
        access.name == UNKNOWN_DOCUMENTS for part in decision.parts for access in part.indices
    )
    return replace(observed, seen=seen, names=frozenset() if counted else observed.names)


async def compare(
    clusters: PreparedClusters,
    world: int,
    landscape: Landscape,
    request: Request,
    rest_keys: Mapping[str, str],
) -> Compared:
    """Put one question to both."""
    observed, words = await observe(clusters.local, request, rest_keys)
    most = decide(spread_out(landscape), request) if clusters.nodes > 1 else None
    return Compared(world, landscape, decide(landscape, request), observed, words, most)


async def compare_world(clusters: PreparedClusters, seed: int, questions: int) -> AsyncIterator[Compared]:
    """Make one world real and ask questions about it, a few at a time."""
    random = Random(seed)  # noqa: S311 - nothing secret, and the seed must tell the world
    landscape = with_unusable_queries(random, random_world(random, clusters))
    rest_keys = await make_real(clusters, landscape)
    asked = [random_question(random, clusters) for _ in range(questions)]
    limit = asyncio.Semaphore(AT_ONCE)

    async def limited(request: Request) -> Compared:
        async with limit:
            return await compare(clusters, seed, landscape, request, rest_keys)

    for compared in asyncio.as_completed([limited(request) for request in asked]):
        yield await compared
