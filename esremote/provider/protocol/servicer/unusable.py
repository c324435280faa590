"""A stand-in for a provider that cannot be created: a library is missing, or a schema contradicts itself.

The handshake has taken place by then, so the only way to inform the user is in the reply to a call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.provider.protocol.diagnostics import Diagnostic, Severity
from esremote.provider.protocol.messages import service
from esremote.provider.protocol.wire import dump_diagnostics

if TYPE_CHECKING:
    from collections.abc import Iterable


class Unusable:
    """Answers every call with the reason, which has no secrets, because nothing is configured yet."""

    def __init__(self, error: Exception) -> None:
        self.methods: Iterable[str] = service("tfplugin6.Provider")
        reason = f"{type(error).__name__}: {error}. Reinstall it in the Python environment that runs it."
        self._diagnostic = Diagnostic(Severity.ERROR, "The provider cannot start", reason)

    async def answer(self, _name: str, _request: Any, reply: Any) -> None:  # noqa: ANN401 (messages)
        """Reply with the reason."""
        if hasattr(reply, "diagnostics"):
            reply.diagnostics.extend(dump_diagnostics([self._diagnostic]))

    async def close(self) -> None:
        """Do nothing: there is nothing to release."""
