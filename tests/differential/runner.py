"""Two prepared clusters and a loop to ask them on, for as long as a test session or a proof lasts."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.differential.clusters import PreparedClusters, clear, prepare, use_credentials
from tests.differential.proving import Compared, compare, compare_world
from tests.differential.servers import connected
from tests.differential.setup import make_real

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from esremote.access.decision.requests import Request
    from esremote.access.landscape.landscape import Landscape
    from tests.support.lab import Lab


@dataclass(frozen=True)
class Runner:
    """Where worlds are made real and questions put to them."""

    clusters: PreparedClusters
    loop: asyncio.Runner

    def random_world(self, seed: int, questions: int) -> list[Compared]:
        """Make a random world real and ask it random questions."""
        return self.loop.run(self._random_world(seed, questions))

    async def _random_world(self, seed: int, questions: int) -> list[Compared]:
        return [compared async for compared in compare_world(self.clusters, seed, questions)]

    def ask(self, world: Landscape, *requests: Request) -> list[Compared]:
        """Make a world real and ask it some questions, one after the other."""
        return self.loop.run(self._ask(world, requests))

    async def _ask(self, world: Landscape, requests: Iterable[Request]) -> list[Compared]:
        rest_keys = await make_real(self.clusters, world)
        return [await compare(self.clusters, 0, world, request, rest_keys) for request in requests]

    @contextmanager
    def other_credentials(self, alias: str, encoded: str) -> Iterator[None]:
        """Let an alias use another key, and then its own again."""
        self.loop.run(use_credentials(self.clusters.local, {alias: encoded}))
        try:
            yield
        finally:
            self.loop.run(use_credentials(self.clusters.local, {alias: self.clusters.credentials[alias]}))

    def ask_after_change(
        self, before: Landscape, after: Landscape, request: Request
    ) -> tuple[Compared, Compared]:
        """Ask in one world, change it while the REST API keys stay, and ask again."""
        return self.loop.run(self._ask_after_change(before, after, request))

    async def _ask_after_change(
        self, before: Landscape, after: Landscape, request: Request
    ) -> tuple[Compared, Compared]:
        rest_keys = await make_real(self.clusters, before)
        first = await compare(self.clusters, 0, before, request, rest_keys)
        await make_real(self.clusters, after)
        return first, await compare(self.clusters, 0, before, request, rest_keys)


@asynccontextmanager
async def _prepared(lab: Lab) -> AsyncIterator[PreparedClusters]:
    async with connected(lab.local) as local, connected(lab.remote) as remote:
        await clear(local, remote)
        try:
            yield await prepare(local, remote)
        finally:
            await clear(local, remote)


@contextmanager
def running(lab: Lab) -> Iterator[Runner]:
    """Prepare a lab's clusters, and clear them afterwards: all but the data stream, which has to stay."""
    with asyncio.Runner() as loop:
        prepared = _prepared(lab)
        clusters = loop.run(prepared.__aenter__())
        try:
            yield Runner(clusters, loop)
        finally:
            loop.run(prepared.__aexit__(None, None, None))
