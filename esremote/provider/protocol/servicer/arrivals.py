"""ImportResourceState, MoveResourceState, UpgradeResourceIdentity: resources that come from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.provider.protocol.requests import ImportRequest, MoveRequest, UpgradeRequest
from esremote.provider.protocol.servicer.operations import Done
from esremote.provider.protocol.servicer.states import (
    dump_identity,
    dump_state,
    identity_type,
    load_identity,
    set_identity,
)
from esremote.provider.protocol.wire import dump_private, load_json, load_private, parse_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.provider.protocol.diagnostics import Diagnostics
    from esremote.provider.protocol.provider import Resource
    from esremote.provider.protocol.servicer.operations import Operations


class Arrivals:
    """The calls for resources that Terraform did not create in this form."""

    def __init__(self, resources: Mapping[str, Resource], operations: Operations) -> None:
        self._resources = resources
        self._operations = operations

    async def import_state(self, request: Any, reply: Any, found: Diagnostics) -> None:  # noqa: ANN401
        """Import an existing object; Terraform reads it next."""
        resource = self._resources[request.type_name]
        private: dict[str, Any] = {}
        hook = resource.import_state(
            ImportRequest(
                id=request.id,
                identity=load_identity(resource, request.identity),
                private=private,
                diagnostics=found,
            )
        )
        match await self._operations.run(f"import of {request.type_name}", hook, found):
            case Done(state) if not found.has_errors:
                taken = reply.imported_resources.add(
                    type_name=request.type_name,
                    state=dump_state(resource, state),
                    private=dump_private(private),
                )
                dump_identity(resource, state, taken.identity)
                if request.HasField("identity") and not taken.HasField("identity"):
                    taken.identity.CopyFrom(request.identity)

    async def move(self, request: Any, reply: Any, found: Diagnostics) -> None:  # noqa: ANN401
        """Convert a resource of another type."""
        resource = self._resources[request.target_type_name]
        private = load_private(request.source_private)
        hook = resource.move(
            MoveRequest(
                source_type=request.source_type_name,
                source_provider=request.source_provider_address,
                source_version=request.source_schema_version,
                source_state=parse_json(request.source_state.json),
                private=private,
                diagnostics=found,
            )
        )
        match await self._operations.run(f"move to {request.target_type_name}", hook, found):
            case Done(state) if not found.has_errors:
                reply.target_state.CopyFrom(dump_state(resource, state))
                reply.target_private = dump_private(private)
                dump_identity(resource, state, reply.target_identity)

    async def upgrade_identity(self, request: Any, reply: Any, found: Diagnostics) -> None:  # noqa: ANN401
        """Upgrade an identity from an older version."""
        resource = self._resources[request.type_name]
        kind, raw = resource.identity, request.raw_identity.json
        if kind is None:
            return
        if request.version == kind.version:
            set_identity(kind, load_json(identity_type(kind), raw), reply.upgraded_identity)
            return
        asked = UpgradeRequest(version=request.version, state=parse_json(raw), diagnostics=found)
        hook = resource.upgrade_identity(asked)
        match await self._operations.run(f"identity upgrade of {request.type_name}", hook, found):
            case Done(identity):
                set_identity(kind, identity, reply.upgraded_identity)
