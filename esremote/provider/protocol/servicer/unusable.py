"""A provider that cannot even be made: a library is missing, a schema contradicts itself.

The handshake is over by then, so the one way to tell a person is an answer to whatever Terraform asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.provider.protocol.diagnostics import Diagnostic, Severity
from esremote.provider.protocol.messages import service
from esremote.provider.protocol.wire import dump_diagnostics

if TYPE_CHECKING:
    from collections.abc import Iterable


class Unusable:
    """Answers every call with the reason. Nothing was configured yet, so the reason holds no secret."""

    def __init__(self, error: Exception) -> None:
        self.methods: Iterable[str] = service("tfplugin6.Provider")
        reason = f"{type(error).__name__}: {error}. Install it anew in the Python that starts it."
        self._diagnostic = Diagnostic(Severity.ERROR, "The provider cannot start", reason)

    async def answer(self, _name: str, _request: Any, reply: Any) -> None:  # noqa: ANN401 (messages)
        """Tell the reason."""
        if hasattr(reply, "diagnostics"):
            reply.diagnostics.extend(dump_diagnostics([self._diagnostic]))

    async def close(self) -> None:
        """There is nothing to let go of."""
