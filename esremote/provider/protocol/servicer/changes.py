"""PlanResourceChange and ApplyResourceChange: resources that are created, updated and destroyed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.provider.protocol.bugs import explain
from esremote.provider.protocol.equivalence import settle
from esremote.provider.protocol.planning import plan, replacements
from esremote.provider.protocol.requests import (
    CreateRequest,
    DeleteRequest,
    PlanDestroyRequest,
    PlanRequest,
    UpdateRequest,
)
from esremote.provider.protocol.servicer.operations import Done
from esremote.provider.protocol.servicer.states import dump_identity, dump_state
from esremote.provider.protocol.values import Values, unknown_as_null
from esremote.provider.protocol.wire import dump_path, dump_private, load, load_private

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.provider.protocol.diagnostics import Diagnostics
    from esremote.provider.protocol.provider import Resource
    from esremote.provider.protocol.servicer.operations import Operations


class Changes:
    """The calls for resources that change."""

    def __init__(self, resources: Mapping[str, Resource], operations: Operations) -> None:
        self._resources = resources
        self._operations = operations

    async def plan(self, request: Any, reply: Any, found: Diagnostics) -> None:  # noqa: ANN401
        """Plan a creation, an update or a destruction."""
        resource = self._resources[request.type_name]
        root = resource.schema.root
        prior, proposed = load(root, request.prior_state), load(root, request.proposed_new_state)
        private = load_private(request.prior_private)
        reply.planned_private = request.prior_private
        if proposed is None:
            await self._plan_destroy(resource, prior, private, found)
            reply.planned_state.CopyFrom(request.proposed_new_state)
            return
        config = load(root, request.config)
        asked = PlanRequest(
            config=config,
            prior=prior,
            planned=plan(root, config, prior, proposed),
            private=private,
            diagnostics=found,
        )
        match await self._operations.run(f"plan of {request.type_name}", resource.plan(asked), found):
            case Done(planned):
                reply.planned_state.CopyFrom(dump_state(resource, planned))
                reply.planned_private = dump_private(private)
                dump_identity(resource, planned, reply.planned_identity)
                if prior is not None:
                    forced = dict.fromkeys([*replacements(root, prior, planned), *asked.replaced])
                    reply.requires_replace.extend(map(dump_path, forced))

    async def _plan_destroy(
        self, resource: Resource, prior: Values, private: dict[str, Any], found: Diagnostics
    ) -> None:
        request = PlanDestroyRequest(prior=prior, private=private, diagnostics=found)
        operation = f"plan to destroy {resource.type_name}"
        await self._operations.run(operation, resource.plan_destroy(request), found)

    async def apply(self, request: Any, reply: Any, found: Diagnostics) -> None:  # noqa: ANN401
        """Create, update or destroy a resource. The state never loses what was created, whatever fails."""
        resource = self._resources[request.type_name]
        root = resource.schema.root
        prior, planned = load(root, request.prior_state), load(root, request.planned_state)
        private = load_private(request.planned_private)
        common: dict[str, Any] = {"private": private, "diagnostics": found}
        reply.new_state.CopyFrom(request.prior_state)
        reply.private = request.planned_private
        if planned is None:
            doomed = DeleteRequest(prior=load(root, request.prior_state), **common)
            state = await self._delete(resource, doomed, prior)
        elif prior is None:
            new = CreateRequest(config=load(root, request.config), planned=planned, **common)
            state = await self._create(resource, new, load(root, request.planned_state))
        else:
            changed = UpdateRequest(
                config=load(root, request.config),
                prior=load(root, request.prior_state),
                planned=planned,
                **common,
            )
            state = await self._update(resource, changed, prior, load(root, request.planned_state))
        reply.new_state.CopyFrom(dump_state(resource, state))
        reply.private = dump_private(private)
        dump_identity(resource, state, reply.new_identity)

    async def _delete(self, resource: Resource, request: DeleteRequest, prior: Values) -> Values | None:
        found = request.diagnostics
        operation = f"destruction of {resource.type_name}"
        match await self._operations.run(operation, resource.delete(request), found):
            case Done() if not found.has_errors:
                return None
            case _:
                return _kept(resource, request.checkpoints, prior)

    async def _create(self, resource: Resource, request: CreateRequest, planned: Values) -> Values | None:
        operation = f"creation of {resource.type_name}"
        match await self._operations.run(operation, resource.create(request), request.diagnostics):
            case Done(state):
                return _checked(resource, state, planned, request)
            case _:
                return _kept(resource, request.checkpoints, None)

    async def _update(
        self, resource: Resource, request: UpdateRequest, prior: Values, planned: Values
    ) -> Values | None:
        operation = f"update of {resource.type_name}"
        match await self._operations.run(operation, resource.update(request), request.diagnostics):
            case Done(state):
                return _checked(resource, state, planned, request)
            case _:
                return _kept(resource, request.checkpoints, prior)


def _checked(
    resource: Resource, state: Values, planned: Values, request: CreateRequest | UpdateRequest
) -> Values | None:
    """Settle the result of a hook with the plan; if it is invalid, save as much as possible."""
    try:
        known = unknown_as_null(state) if request.diagnostics.has_errors else state
        settled = settle(resource.schema.root, known, planned)
        dump_state(resource, settled)
    except Exception as error:  # noqa: BLE001 (something was created by now, and must not be lost)
        request.diagnostics.extend(explain(f"the state returned for {resource.type_name}", error))
        return _kept(resource, request.checkpoints, unknown_as_null(planned))
    return settled


def _kept(resource: Resource, checkpoints: list[Values], otherwise: Values | None) -> Values | None:
    """Return the last checkpoint that the schema allows; `otherwise` if there is none."""
    for checkpoint in reversed(checkpoints):
        state: Values = unknown_as_null(checkpoint)
        try:
            dump_state(resource, state)
        except Exception:  # noqa: BLE001, S112 (a bug that was already reported)
            continue
        return state
    return otherwise
