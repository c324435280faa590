"""Cancellation (Ctrl-C): Terraform asks the provider to stop, and running hooks are interrupted.

A hook receives `asyncio.CancelledError` where it awaits, and its last `checkpoint` is saved to state. A step
that must not be interrupted, such as creating an object and recording that it was created, goes through
`to_completion`.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

Result = TypeVar("Result")


async def to_completion(step: Coroutine[None, None, Result]) -> Result:
    """Run a step to its end even if the operation is interrupted, and raise the interruption afterwards.

    Example:
        >>> async def make_key():
        ...     made.append("key")
        ...     return len(made)
        >>> made = []
        >>> asyncio.run(to_completion(make_key()))
        1
    """
    task = asyncio.ensure_future(step)
    interrupted: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            if task.cancelled():
                raise
            interrupted = error
        except Exception:  # noqa: BLE001 (raised below, by result())
            break
    if interrupted is not None:
        task.exception()  # marks the exception as retrieved: the interruption takes precedence
        raise interrupted
    return task.result()
