"""Runs hooks: what they raise becomes diagnostics, and an interruption reaches all that are in flight."""

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
    """A hook came to its end."""

    result: Result


@dataclass(frozen=True, slots=True)
class Failed:
    """A hook raised something, or was interrupted; the diagnostics say what."""


@dataclass(slots=True)
class Operations:
    """The hooks in flight."""

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
            operation: What it does, for the diagnostics: `create of example_note`.
            hook: The call.
            found: Takes what it raises.
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
                raise  # Terraform itself is gone: nobody waits for an answer
            found.error("Interrupted", f"The {operation} was interrupted. State holds what was done by then.")
        except Exception as error:  # noqa: BLE001 (a hook may raise anything: it must not end the process)
            found.extend(explain(operation, error))
        finally:
            self._running.discard(task)
        return Failed()

    def interrupt(self) -> None:
        """Interrupt every hook in flight."""
        for task in tuple(self._running):
            task.cancel()

    async def settled(self) -> None:
        """Wait until every hook in flight has ended: an interrupted one may have a step to complete."""
        if self._running:
            await asyncio.wait(tuple(self._running))
