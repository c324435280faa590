"""Puts things back when a later step fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from esremote.elasticsearch import ElasticsearchError
from esremote.keystore import KeystoreError
from esremote.provider.protocol import ProviderError, to_completion

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import TracebackType


class Undo:
    """Remembers how to undo each step; leaving it by an exception undoes them, the last one first.

    An interruption does not stop the undoing. What could not be undone is added to the diagnostic.
    """

    def __init__(self) -> None:
        self._steps: list[tuple[str, Callable[[], Awaitable[None]]]] = []
        self._lost: list[str] = []

    def later(self, what: str, step: Callable[[], Awaitable[None]]) -> None:
        """Remember how to undo something; `what` says it in words, as something to do."""
        self._steps.append((what, step))

    def never(self, what: str) -> None:
        """Remember that something cannot be undone, to say so."""
        self._lost.append(what)

    def clear(self) -> None:
        """Forget how to undo what was done so far: it has to stay."""
        self._steps.clear()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            return
        left = await to_completion(self._undo())
        if left and isinstance(error, ProviderError):
            found = error.diagnostic
            raise ProviderError(
                found.summary,
                f"{found.detail}\n\nSome of it could not be put back; the next apply tries again: "
                f"{'; '.join(left)}.",
                found.path,
            ) from None

    async def _undo(self) -> list[str]:
        left = [*self._lost]
        for what, step in reversed(self._steps):
            try:
                await step()
            except (ElasticsearchError, KeystoreError, ProviderError) as error:
                left.append(f"{what} ({error})")
        return left
