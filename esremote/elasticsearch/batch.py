"""Combines simultaneous changes into one call.

Terraform runs ten operations in parallel, each for one resource. Elasticsearch has APIs that change many
resources per call. `Batch` bridges the gap.
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


class Batch(Generic[Item, Result]):
    """Collects items while a call is in flight, then sends all of them with the next call.

    `run` receives the items and returns one result for each, in order. A result that is an exception is
    raised to the caller that submitted the item; an exception raised by `run` itself is raised to all
    callers. Calls never overlap, so `run` may modify what only one process at a time may modify, such as a
    keystore file.

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
        """Add the item to the next call and return its result."""
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
            except Exception as error:  # noqa: BLE001 (whatever it is, it is raised to every waiting caller)
                results = [error] * len(taken)
            for (_, future), result in zip(taken, results, strict=True):
                if future.done():
                    continue  # the waiting caller was interrupted
                if isinstance(result, Exception):
                    future.set_exception(result)
                else:
                    future.set_result(result)


class _Arrivals:
    """Detects when no more items are coming: after twice the usual gap between arrivals.

    Terraform usually starts its ten operations within a millisecond or two. When it rewrites a large state
    after each resource, tens of milliseconds pass between them, and a call that did not wait for the tenth
    item would carry only one.
    """

    def __init__(self) -> None:
        self._last = 0.0
        self._usual_gap = 0.0

    def note(self) -> None:
        now = time.monotonic()
        gap, self._last = now - self._last, now
        if gap < _LONGEST_SILENCE:  # a longer gap separates two batches
            self._usual_gap = _MEMORY * self._usual_gap + (1 - _MEMORY) * gap

    async def silence(self) -> None:
        end = time.monotonic() + _LONGEST_GATHERING
        while True:
            enough = min(max(2 * self._usual_gap, _SHORTEST_SILENCE), _LONGEST_SILENCE)
            remaining = min(self._last + enough, end) - time.monotonic()
            if remaining <= 0:
                return
            await asyncio.sleep(remaining)
