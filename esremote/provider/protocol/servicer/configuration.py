"""ValidateProviderConfig, ConfigureProvider, StopProvider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.provider.protocol.planning import with_defaults
from esremote.provider.protocol.requests import ConfigureRequest
from esremote.provider.protocol.servicer.validating import check
from esremote.provider.protocol.wire import load

if TYPE_CHECKING:
    from esremote.provider.protocol.diagnostics import Diagnostics
    from esremote.provider.protocol.provider import Provider
    from esremote.provider.protocol.servicer.operations import Operations


class Configuration:
    """The provider's own configuration."""

    def __init__(self, provider: Provider, operations: Operations) -> None:
        self._provider = provider
        self._operations = operations

    async def validate(self, request: Any, _reply: Any, found: Diagnostics) -> None:  # noqa: ANN401
        """Validate the configuration, without any requests."""
        await check("provider", self._provider, request.config, found, self._operations)

    async def configure(self, request: Any, _reply: Any, found: Diagnostics) -> None:  # noqa: ANN401
        """Pass on the configuration, with defaults applied."""
        root = self._provider.schema.root
        hook = self._provider.configure(
            ConfigureRequest(
                config=with_defaults(root, load(root, request.config)),
                terraform_version=request.terraform_version,
                diagnostics=found,
            )
        )
        await self._operations.run("configuration of the provider", hook, found)

    async def stop(self, _request: Any, _reply: Any, found: Diagnostics) -> None:  # noqa: ANN401
        """Interrupt all running hooks."""
        await self._operations.run("stop of the provider", self._provider.stop(), found)
        self._operations.interrupt()
