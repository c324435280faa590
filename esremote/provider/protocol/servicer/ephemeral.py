"""ValidateEphemeralResourceConfig, OpenEphemeralResource, RenewEphemeralResource, CloseEphemeralResource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.provider.protocol.planning import with_defaults
from esremote.provider.protocol.requests import CloseRequest, OpenRequest, RenewRequest
from esremote.provider.protocol.servicer.operations import Done
from esremote.provider.protocol.servicer.validating import check
from esremote.provider.protocol.wire import dump, dump_private, load, load_private

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from esremote.provider.protocol.diagnostics import Diagnostics
    from esremote.provider.protocol.provider import EphemeralResource
    from esremote.provider.protocol.servicer.operations import Operations


class EphemeralResources:
    """The calls for ephemeral resources."""

    def __init__(self, resources: Mapping[str, EphemeralResource], operations: Operations) -> None:
        self._resources = resources
        self._operations = operations

    async def validate(self, request: Any, _reply: Any, found: Diagnostics) -> None:  # noqa: ANN401
        """Validate a configuration, without any requests."""
        resource = self._resources[request.type_name]
        await check(f"ephemeral {request.type_name}", resource, request.config, found, self._operations)

    async def open(self, request: Any, reply: Any, found: Diagnostics) -> None:  # noqa: ANN401
        """Open an ephemeral resource."""
        resource = self._resources[request.type_name]
        root = resource.schema.root
        private: dict[str, Any] = {}
        hook = resource.open(
            OpenRequest(
                config=with_defaults(root, load(root, request.config)), private=private, diagnostics=found
            )
        )
        match await self._operations.run(f"opening of {request.type_name}", hook, found):
            case Done(opened) if not found.has_errors:
                reply.result.CopyFrom(dump(root, opened.result))
                reply.private = dump_private(private)
                _renew_at(reply, opened.renew_at)

    async def renew(self, request: Any, reply: Any, found: Diagnostics) -> None:  # noqa: ANN401
        """Renew an ephemeral resource."""
        private = load_private(request.private)
        hook = self._resources[request.type_name].renew(RenewRequest(private=private, diagnostics=found))
        match await self._operations.run(f"renewal of {request.type_name}", hook, found):
            case Done(renew_at):
                reply.private = dump_private(private)
                _renew_at(reply, renew_at)

    async def close(self, request: Any, _reply: Any, found: Diagnostics) -> None:  # noqa: ANN401
        """Close an ephemeral resource. This is never interrupted, because it also follows an interruption."""
        private = load_private(request.private)
        hook = self._resources[request.type_name].close(CloseRequest(private=private, diagnostics=found))
        operation = f"closing of {request.type_name}"
        await self._operations.run(operation, hook, found, interruptible=False)


def _renew_at(reply: Any, moment: datetime | None) -> None:  # noqa: ANN401 (a message)
    if moment is not None:
        reply.renew_at.FromDatetime(moment)
