"""Runs hooks. Their exceptions become diagnostics, and an interruption reaches all that are running."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from esremote.provider.protocol.bugs import explain

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from esremote.provider.protocol.diagnostics import Diagnostics

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """A hook ended normally."""

    result: Result


@dataclass(frozen=True, slots=True)
class Failed:
    """A hook raised an exception or was interrupted; the diagnostics explain it."""


@dataclass(slots=True)
class Operations:
    """The running hooks."""

    _running: set[asyncio.Task[Any]] = field(default_factory=set)

    async def run(
        self,
        operation: str,
        hook: Coroutine[Any, Any, Result],
        found: Diagnostics,
        *,
        interruptible: bool = True,
    ) -> Done[Result] | Failed:
        """Run a hook so that `interrupt` reaches it.

        Args:
            operation: The name of the operation for diagnostics, such as `creation of example_note`.
            hook: The coroutine of the hook.
            found: Receives diagnostics for its exceptions.
            interruptible: Whether `interrupt` reaches it.
        """
        task = asyncio.ensure_future(hook)
        if interruptible:
            self._running.add(task)
        try:
            return Done(await task)
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if current is not None and current.cancelling():
                raise  # Terraform is gone: nothing waits for a reply
            found.error(
                "Interrupted",
                f"The {operation} was interrupted. The state contains what was done before the interruption.",
            )
        except Exception as error:  # noqa: BLE001 (a hook may raise anything: it must not end the process)
            found.extend(explain(operation, error))
        finally:
            self._running.discard(task)
        return Failed()

    def interrupt(self) -> None:
        """Interrupt every running hook."""
        for task in tuple(self._running):
            task.cancel()

    async def settled(self) -> None:
        """Wait until every hook has ended: an interrupted hook may have to complete a step."""
        if self._running:
            await asyncio.wait(tuple(self._running))
