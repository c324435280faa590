"""Makes one request of what is asked for at the same time, and one answer serve many who ask for the same.

Terraform runs ten operations at once, each for one resource. Elasticsearch has calls for many at once. These
two classes stand between the two.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")

_SHORTEST_SILENCE, _LONGEST_SILENCE, _LONGEST_GATHERING = 0.005, 0.1, 0.4
_MEMORY = 0.7
_FRESH = 60.0


class Batch(Generic[Item, Result]):
    """Gathers items until the one call in flight is done, then sends all of them with the next.

    `run` gets the items and returns one result for each, in order; a result that is an exception is raised
    to the one who submitted that item, and an exception out of `run` is raised to all. Calls never overlap,
    so `run` may change what only one at a time may change, such as a keystore file.

    >>> async def double(items):
    ...     return [2 * item for item in items]
    >>> async def both():
    ...     batch = Batch(double)
    ...     return await asyncio.gather(batch.submit(1), batch.submit(2))
    >>> asyncio.run(both())
    [2, 4]
    """

    def __init__(self, run: Callable[[Sequence[Item]], Awaitable[Sequence[Result | Exception]]]) -> None:
        self._run = run
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._worker: asyncio.Task[None] | None = None
        self._arrivals = _Arrivals()

    async def submit(self, item: Item) -> Result:
        """Have the item dealt with by the next call."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        self._arrivals.note()
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return await future

    async def _work(self) -> None:
        while self._waiting:
            await self._arrivals.silence()
            taken, self._waiting = self._waiting, []
            try:
                results = await self._run([item for item, _ in taken])
            except Exception as error:  # noqa: BLE001 (whatever it is, those who wait are told)
                results = [error] * len(taken)
            for (_, future), result in zip(taken, results, strict=True):
                if future.done():
                    continue  # the one who waited was interrupted
                if isinstance(result, Exception):
                    future.set_exception(result)
                else:
                    future.set_result(result)


class _Arrivals:
    """Knows when no more is coming: after twice the time that lay between the last arrivals.

    A Terraform with little to do asks for ten things within a millisecond or two. One that rewrites a large
    state after each resource leaves tens of milliseconds between them, and a call that did not wait for the
    tenth would carry one.
    """

    def __init__(self) -> None:
        self._last = 0.0
        self._usual_gap = 0.0

    def note(self) -> None:
        now = time.monotonic()
        gap, self._last = now - self._last, now
        if gap < _LONGEST_SILENCE:  # a longer one is no gap, but the end of what belonged together
            self._usual_gap = _MEMORY * self._usual_gap + (1 - _MEMORY) * gap

    async def silence(self) -> None:
        end = time.monotonic() + _LONGEST_GATHERING
        while True:
            enough = min(max(2 * self._usual_gap, _SHORTEST_SILENCE), _LONGEST_SILENCE)
            remaining = min(self._last + enough, end) - time.monotonic()
            if remaining <= 0:
                return
            await asyncio.sleep(remaining)


class Snapshot(Generic[Result]):
    """What one request answered, shared by all who ask for it until it is forgotten or a minute old.

    `fetch` makes the request. Whoever asks while it is under way waits for the same answer.
    """

    def __init__(self, fetch: Callable[[], Awaitable[Result]]) -> None:
        self._fetch = fetch
        self._task: asyncio.Task[Result] | None = None
        self._taken = 0.0

    async def get(self) -> Result:
        """Return the answer, asking for it if need be."""
        task = self._task
        if task is None or (task.done() and (self._failed(task) or time.monotonic() - self._taken > _FRESH)):
            task = self._task = asyncio.ensure_future(self._fetch())
            self._taken = time.monotonic()
        return await asyncio.shield(task)

    def forget(self) -> None:
        """Ask anew next time: something was changed."""
        self._task = None

    def known(self) -> Result | None:
        """The answer, if there is one, so that its holder can write its own changes into it."""
        task = self._task
        return task.result() if task is not None and task.done() and not self._failed(task) else None

    @staticmethod
    def _failed(task: asyncio.Task[Result]) -> bool:
        return task.cancelled() or task.exception() is not None
