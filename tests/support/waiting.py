"""Waiting for a condition, never for a time: a busy machine takes longer, and that is no failure."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 180.0
"""Seconds after which a condition is taken for one that never comes."""
_PAUSE = 0.02

T = TypeVar("T")


def eventually(ask: Callable[[], T], accept: Callable[[T], bool] = bool) -> T:
    """Ask until the answer is accepted, and return it."""
    deadline = time.monotonic() + PATIENCE
    while not accept(answer := ask()):
        _refuse_after(deadline, answer)
        time.sleep(_PAUSE)
    return answer


async def eventually_async(ask: Callable[[], T], accept: Callable[[T], bool] = bool) -> T:
    """Like `eventually`, while other tasks of the event loop go on."""
    deadline = time.monotonic() + PATIENCE
    while not accept(answer := ask()):
        _refuse_after(deadline, answer)
        await asyncio.sleep(_PAUSE)
    return answer


def _refuse_after(deadline: float, answer: object) -> None:
    last = getattr(answer, "text", answer)
    assert time.monotonic() < deadline, f"it did not happen within {PATIENCE:.0f} s; last answer: {last}"
