"""`esremote_role`: one role on one cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.model import normalise
from esremote.model.releases import requirements
from esremote.model.roles import role_document
from esremote.model.roles.reserved import RESERVED_ROLES
from esremote.provider import version_support
from esremote.provider.failures import as_diagnostics
from esremote.provider.import_ids import split_id
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

if TYPE_CHECKING:
    from collections.abc import Mapping

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

_ON = at("on_cluster")


class Role(Resource):
    """Writes a role as configured, and preserves the parts of it that the provider does not support."""

    type_name = "esremote_role"
    schema = SCHEMA
    identity = Identity(
        {
            "on_cluster": IdentityAttribute(String, "The cluster, by its name in the provider's `clusters`."),
            "name": IdentityAttribute(String, "The name of the role."),
        }
    )

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def plan(self, request: PlanRequest) -> Values:
        """Refuse a cluster that is not configured or too old, before anything is created."""
        name = request.planned["on_cluster"]
        if not isinstance(request.planned["name"], Unknown):
            _refuse_reserved(request.planned["name"])
        if not isinstance(name, Unknown):
            self._sessions.current.check_name(name, _ON)
            if not isinstance(request.planned["name"], Unknown):
                request.planned["id"] = f"{name}/{request.planned['name']}"
        with as_diagnostics({name: _ON} if isinstance(name, str) else {}):
            await version_support.check(
                self._sessions.current, requirements.of_role(request.planned), request
            )
        return request.planned

    async def create(self, request: CreateRequest) -> Values:
        """Create the role; refuse to overwrite a different role of the same name."""
        planned = request.planned
        _refuse_reserved(planned["name"])
        with as_diagnostics({planned["on_cluster"]: _ON}):
            cluster = self._cluster(planned)
            current = await cluster.roles.get(planned["name"])
            if current is not None and not _same(planned, current):
                raise ProviderError(
                    f"Role {planned['name']!r} already exists",
                    f"Cluster {planned['on_cluster']!r} already has a role {planned['name']!r} that differs "
                    "from the configuration. To manage it with Terraform, run: terraform import <address> "
                    f"'{planned['on_cluster']}/{planned['name']}'.",
                    at("name"),
                )
            await cluster.roles.put(planned["name"], role_document.body(planned, current))
        return _with_id(planned)

    async def read(self, request: ReadRequest) -> Values | None:
        """Read the role; keep the spelling of the state where both mean the same."""
        state = request.state
        with as_diagnostics({state["on_cluster"]: _ON}):
            current = await self._cluster(state).roles.get(state["name"])
        if current is None:
            return None
        found = {
            name: normalise.in_spelling_of(state.get(name), part)
            for name, part in role_document.from_server(current).items()
        }
        return _with_id({**state, **found})

    async def update(self, request: UpdateRequest) -> Values:
        """Replace the role, and preserve the parts of it that the provider does not support."""
        planned = request.planned
        with as_diagnostics({planned["on_cluster"]: _ON}):
            cluster = self._cluster(planned)
            current = await cluster.roles.get(planned["name"])
            await cluster.roles.put(planned["name"], role_document.body(planned, current))
        return _with_id(planned)

    async def delete(self, request: DeleteRequest) -> None:
        """Delete the role."""
        with as_diagnostics({request.prior["on_cluster"]: _ON}):
            await self._cluster(request.prior).roles.delete(request.prior["name"])

    async def import_state(self, request: ImportRequest) -> Values:
        """Find a role by `<on_cluster>/<name>`."""
        if request.identity:
            cluster, name = request.identity["on_cluster"], request.identity["name"]
        else:
            cluster, name = split_id(request.id, "<on_cluster>/<name>", self._sessions.current)
        _refuse_reserved(name)
        with as_diagnostics({cluster: _ON}):
            if await self._sessions.current.cluster(cluster, _ON).roles.get(name) is None:
                raise ProviderError(
                    "Role not found",
                    f"Cluster {cluster!r} has no role {name!r}. Check the name in the import ID.",
                )
        return {**dict.fromkeys(SCHEMA.attributes), "on_cluster": cluster, "name": name}

    def _cluster(self, values: Mapping[str, Any]) -> Cluster:
        return self._sessions.current.cluster(values["on_cluster"], _ON)


def _refuse_reserved(name: str) -> None:
    """Refuse a built-in role, which Elasticsearch does not let anybody change or delete.

    Raises:
        ProviderError: the role is reserved.
    """
    if name in RESERVED_ROLES:
        raise ProviderError(
            f"Role {name!r} is reserved",
            f"Elasticsearch defines role {name!r} and rejects changes to it, so it cannot be managed or "
            "imported. Give the users that need other privileges another role, with a name of its own.",
            at("name"),
        )


def _with_id(values: Values) -> Values:
    return {**values, "id": f"{values['on_cluster']}/{values['name']}"}


def _same(planned: Values, current: Mapping[str, Any]) -> bool:
    return all(
        normalise.same(planned.get(name), part) for name, part in role_document.from_server(current).items()
    )
