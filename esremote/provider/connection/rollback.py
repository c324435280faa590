"""Undoes the steps of an apply when a later step fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from esremote.elasticsearch import ElasticsearchError
from esremote.keystore import KeystoreError
from esremote.provider.failures import as_diagnostics
from esremote.provider.protocol import ProviderError, to_completion

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from types import TracebackType

    from esremote.provider.protocol import Path


class Rollback:
    """Remembers how to undo each step; an exception in the `async with` block undoes them in reverse order.

    An interruption does not stop the rollback. The diagnostic of the failure says what became of it: that
    everything was rolled back, or what could not be.

    Args:
        paths: The attribute that names a cluster, by the cluster's name, for the diagnostic.
    """

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self._paths = paths
        self._steps: list[tuple[str, Callable[[], Awaitable[None]]]] = []
        self._irreversible: list[str] = []

    def add(self, what: str, step: Callable[[], Awaitable[None]]) -> None:
        """Remember how to undo something; `what` names the step as an instruction, for the diagnostic."""
        self._steps.append((what, step))

    def add_irreversible(self, why: str) -> None:
        """Remember that something cannot be undone; `why` explains it in the diagnostic."""
        self._irreversible.append(why)

    def clear(self) -> None:
        """Forget how to undo the steps so far: they have to stay."""
        self._steps.clear()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None or not (self._steps or self._irreversible):
            return
        left = await to_completion(self._undo())
        if not isinstance(error, Exception):
            return
        result = (
            f"Some changes could not be rolled back; the next apply tries again: {'; '.join(left)}."
            if left
            else "The changes were rolled back."
        )
        try:
            with as_diagnostics(self._paths):
                raise error
        except ProviderError as described:
            found = described.diagnostic
            raise ProviderError(found.summary, f"{found.detail}\n\n{result}", found.path) from None

    async def _undo(self) -> list[str]:
        left = [*self._irreversible]
        for what, step in reversed(self._steps):
            try:
                await step()
            except (ElasticsearchError, KeystoreError, ProviderError) as error:
                left.append(f"{what} ({error})")
        return left
