"""ValidateResourceConfig, UpgradeResourceState, ReadResource: resources that are not about to change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.provider.protocol.diagnostics import ProviderError
from esremote.provider.protocol.equivalence import settle
from esremote.provider.protocol.requests import ReadRequest, UpgradeRequest
from esremote.provider.protocol.servicer.operations import Done
from esremote.provider.protocol.servicer.states import dump_identity, dump_state, load_identity
from esremote.provider.protocol.servicer.validating import check
from esremote.provider.protocol.wire import dump_private, load, load_json, load_private, parse_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.provider.protocol.diagnostics import Diagnostics
    from esremote.provider.protocol.provider import Resource
    from esremote.provider.protocol.servicer.operations import Operations


class Resources:
    """The calls for resources before a plan."""

    def __init__(self, resources: Mapping[str, Resource], operations: Operations) -> None:
        self._resources = resources
        self._operations = operations

    async def validate(self, request: Any, _reply: Any, found: Diagnostics) -> None:  # noqa: ANN401
        """Validate a configuration, without any requests."""
        allowed = request.client_capabilities.write_only_attributes_allowed
        resource, name = self._resources[request.type_name], request.type_name
        await check(name, resource, request.config, found, self._operations, write_only_allowed=allowed)

    async def upgrade(self, request: Any, reply: Any, found: Diagnostics) -> None:  # noqa: ANN401
        """Upgrade a state: removed attributes are dropped, and new attributes are null."""
        resource = self._resources[request.type_name]
        raw = request.raw_state.json
        if not raw:
            raise ProviderError(
                "State is too old",
                "The state was written by Terraform 0.11 or earlier, which is not supported.",
            )
        if request.version == resource.schema.version:
            reply.upgraded_state.CopyFrom(dump_state(resource, load_json(resource.schema.root, raw)))
            return
        hook = resource.upgrade(
            UpgradeRequest(version=request.version, state=parse_json(raw), diagnostics=found)
        )
        match await self._operations.run(f"state upgrade of {request.type_name}", hook, found):
            case Done(state):
                reply.upgraded_state.CopyFrom(dump_state(resource, state))

    async def read(self, request: Any, reply: Any, found: Diagnostics) -> None:  # noqa: ANN401
        """Detect drift. A failure leaves the state unchanged."""
        resource = self._resources[request.type_name]
        root = resource.schema.root
        state = load(root, request.current_state)
        private = load_private(request.private)
        reply.new_state.CopyFrom(request.current_state)
        reply.private = request.private
        hook = resource.read(
            ReadRequest(
                state=load(root, request.current_state),
                private=private,
                identity=load_identity(resource, request.current_identity),
                diagnostics=found,
            )
        )
        match await self._operations.run(f"read of {request.type_name}", hook, found):
            case Done(None) if found.has_errors:
                return
            case Done(new):
                new = None if new is None else settle(root, new, state)
                reply.new_state.CopyFrom(dump_state(resource, new))
                reply.private = dump_private(private)
                dump_identity(resource, new, reply.new_identity)
