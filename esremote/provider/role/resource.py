"""`esremote_role`: one role on one cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.model import normalise
from esremote.model.releases.features import Feature
from esremote.model.roles import document as role_document
from esremote.provider import version_support
from esremote.provider.failures import told
from esremote.provider.identifiers import split_id
from esremote.provider.protocol import (
    Identity,
    IdentityAttribute,
    ProviderError,
    Resource,
    String,
    Unknown,
    at,
)
from esremote.provider.role.schema import SCHEMA
from esremote.provider.version_support import Need

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from esremote.elasticsearch import Cluster
    from esremote.provider.protocol import (
        CreateRequest,
        DeleteRequest,
        ImportRequest,
        PlanRequest,
        ReadRequest,
        UpdateRequest,
        Values,
    )
    from esremote.provider.session import Sessions

_WHERE = at("on_cluster")
_NEWER = {"description": Feature.ROLE_DESCRIPTION, "remote_cluster": Feature.ROLE_REMOTE_CLUSTER}


class Role(Resource):
    """Writes a role as it is in the configuration; what the provider does not know of it stays."""

    type_name = "esremote_role"
    schema = SCHEMA
    identity = Identity(
        {
            "on_cluster": IdentityAttribute(String, "The cluster, by its name in `clusters`."),
            "name": IdentityAttribute(String, "The role's name."),
        }
    )

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def plan(self, request: PlanRequest) -> Values:
        """Refuse a cluster that the configuration does not have, before anything is made."""
        name = request.planned["on_cluster"]
        if not isinstance(name, Unknown):
            self._sessions.current.check_name(name, _WHERE)
            if not isinstance(request.planned["name"], Unknown):
                request.planned["id"] = f"{name}/{request.planned['name']}"
        with told({name: _WHERE} if isinstance(name, str) else {}):
            await version_support.check(self._sessions.current, _needs(request.planned), request)
        return request.planned

    async def create(self, request: CreateRequest) -> Values:
        """Create the role; refuse to overwrite another one of that name."""
        planned = request.planned
        with told({planned["on_cluster"]: _WHERE}):
            cluster = self._cluster(planned)
            current = await cluster.roles.get(planned["name"])
            if current is not None and not _same(planned, current):
                raise ProviderError(
                    f"Role {planned['name']!r} is there already",
                    f"{planned['on_cluster']!r} has a role {planned['name']!r} that differs from this one. "
                    "To take it "
                    f"over: terraform import <address> '{planned['on_cluster']}/{planned['name']}'.",
                    at("name"),
                )
            await cluster.roles.put(planned["name"], role_document.body(planned, current))
        return _with_id(planned)

    async def read(self, request: ReadRequest) -> Values | None:
        """Return the role as it is, in the configuration's spelling where both mean the same."""
        state = request.state
        with told({state["on_cluster"]: _WHERE}):
            current = await self._cluster(state).roles.get(state["name"])
        if current is None:
            return None
        found = {
            name: normalise.keep(state.get(name), part)
            for name, part in role_document.answered(current).items()
        }
        return _with_id({**state, **found})

    async def update(self, request: UpdateRequest) -> Values:
        """Replace the role, and keep what the provider does not know of it."""
        planned = request.planned
        with told({planned["on_cluster"]: _WHERE}):
            cluster = self._cluster(planned)
            current = await cluster.roles.get(planned["name"])
            await cluster.roles.put(planned["name"], role_document.body(planned, current))
        return _with_id(planned)

    async def delete(self, request: DeleteRequest) -> None:
        """Delete the role."""
        with told({request.prior["on_cluster"]: _WHERE}):
            await self._cluster(request.prior).roles.delete(request.prior["name"])

    async def import_state(self, request: ImportRequest) -> Values:
        """Find a role by `<on_cluster>/<name>`."""
        if request.identity:
            cluster, name = request.identity["on_cluster"], request.identity["name"]
        else:
            cluster, name = split_id(request.id, "<on_cluster>/<name>", self._sessions.current)
        with told({cluster: _WHERE}):
            if await self._sessions.current.cluster(cluster, _WHERE).roles.get(name) is None:
                raise ProviderError("No such role", f"{cluster!r} has no role {name!r}.")
        return {**dict.fromkeys(SCHEMA.attributes), "on_cluster": cluster, "name": name}

    def _cluster(self, values: Mapping[str, Any]) -> Cluster:
        return self._sessions.current.cluster(values["on_cluster"], _WHERE)


def _needs(planned: Mapping[str, Any]) -> Iterator[Need]:
    for name, feature in _NEWER.items():
        if planned[name] and not isinstance(planned[name], Unknown):
            yield Need(planned["on_cluster"], _WHERE, feature, at(name))


def _with_id(values: Values) -> Values:
    return {**values, "id": f"{values['on_cluster']}/{values['name']}"}


def _same(planned: Values, current: Mapping[str, Any]) -> bool:
    return all(
        normalise.same(planned.get(name), part) for name, part in role_document.answered(current).items()
    )
