"""Shares one response among all callers that need it.

Terraform reads each resource by itself, ten of them in parallel. Elasticsearch has APIs that return all of
them.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

Result = TypeVar("Result")

_FRESH = 60.0


class SharedResponse(Generic[Result]):
    """The response to one request, shared by all callers until it is forgotten or a minute old.

    `fetch` sends the request. Callers that ask while it is in flight wait for the same response.
    """

    def __init__(self, fetch: Callable[[], Awaitable[Result]]) -> None:
        self._fetch = fetch
        self._task: asyncio.Task[Result] | None = None
        self._taken = 0.0

    async def get(self) -> Result:
        """Return the response, sending the request if necessary."""
        task = self._task
        if task is None or (task.done() and (self._failed(task) or time.monotonic() - self._taken > _FRESH)):
            task = self._task = asyncio.ensure_future(self._fetch())
            self._taken = time.monotonic()
        return await asyncio.shield(task)

    def forget(self) -> None:
        """Send the request again next time, because something was changed."""
        self._task = None

    def known(self) -> Result | None:
        """Return the response if there is one, so that the caller can record its own changes in it."""
        task = self._task
        return task.result() if task is not None and task.done() and not self._failed(task) else None

    @staticmethod
    def _failed(task: asyncio.Task[Result]) -> bool:
        return task.cancelled() or task.exception() is not None
