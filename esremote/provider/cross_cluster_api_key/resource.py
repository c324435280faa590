"""`esremote_cross_cluster_api_key`: one key on one cluster, whose secret is an output."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from esremote.model import normalise
from esremote.model.keys import key_document
from esremote.model.keys.owner_mark import Owner, unmarked
from esremote.model.releases import requirements
from esremote.model.times import rfc3339
from esremote.provider import version_support
from esremote.provider.cross_cluster_api_key.rotation import rotation_is_due
from esremote.provider.cross_cluster_api_key.schema import SCHEMA
from esremote.provider.cross_cluster_api_key.wanted import WantedKey
from esremote.provider.failures import as_diagnostics
from esremote.provider.import_ids import split_id
from esremote.provider.protocol import (
    UNKNOWN,
    Identity,
    IdentityAttribute,
    ProviderError,
    Resource,
    String,
    Unknown,
    at,
    to_completion,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.elasticsearch import Cluster
    from esremote.provider.protocol import (
        CreateRequest,
        DeleteRequest,
        Diagnostics,
        ImportRequest,
        PlanRequest,
        ReadRequest,
        UpdateRequest,
        Values,
    )
    from esremote.provider.session import Sessions

_ON = at("on_cluster")
_NO_CONNECTION = Owner("", "")
"""Marks a key as created by this provider for no connection, so that it is read together with all others."""


class CrossClusterApiKey(Resource):
    """One key on one cluster; its secret is an output."""

    type_name = "esremote_cross_cluster_api_key"
    schema = SCHEMA
    identity = Identity(
        {
            "on_cluster": IdentityAttribute(String, "The cluster, by its name in the provider's `clusters`."),
            "key_id": IdentityAttribute(String, "The ID of the key."),
        }
    )

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def plan(self, request: PlanRequest) -> Values:
        """Replace a key that is about to expire, or whose expiration is taken away."""
        planned, prior = request.planned, request.prior
        name = planned["on_cluster"]
        if not isinstance(name, Unknown):
            self._sessions.current.check_name(name, _ON)
            self._sessions.current.refuse_api_key(name, _ON)
            with as_diagnostics({name: _ON}):
                await version_support.check(self._sessions.current, requirements.of_key(planned), request)
        if prior is None:
            return planned
        never_expires = planned["expiration"] is None and prior["expiration"] is not None
        if never_expires or rotation_is_due(planned, prior["expires_at"], datetime.now(UTC)):
            request.require_replace(at("key_id"))  # Terraform ignores an attribute that does not change
            planned.update(id=UNKNOWN, key_id=UNKNOWN, expires_at=UNKNOWN, encoded=UNKNOWN)
        elif planned["expiration"] != prior["expiration"]:
            planned["expires_at"] = UNKNOWN
        return planned

    async def create(self, request: CreateRequest) -> Values:
        """Create the key."""
        planned = request.planned
        with as_diagnostics({planned["on_cluster"]: _ON}):
            cluster = self._cluster(planned)
            await _warn_of_others(cluster, planned, request.diagnostics)

            async def create_and_save() -> Values:
                created = await cluster.keys.create(_wanted(planned).creation(_NO_CONNECTION))
                state = {
                    **planned,
                    "id": f"{cluster.name}/{created.id}",
                    "key_id": created.id,
                    "expires_at": rfc3339(created.expires),
                    "encoded": created.encoded,
                }
                request.checkpoint(state)
                return state

            return await to_completion(create_and_save())

    async def read(self, request: ReadRequest) -> Values | None:
        """Read the key; an expired or invalidated key counts as gone."""
        state = request.state
        with as_diagnostics({state["on_cluster"]: _ON}):
            found = await self._cluster(state).keys.get(state["key_id"])
        if found is None or not found.alive(datetime.now(UTC)):
            return None
        return {
            **state,
            "id": f"{state['on_cluster']}/{found.id}",
            "name": found.name,
            "access": normalise.in_spelling_of(state["access"], key_document.from_server(found.access)),
            "metadata": normalise.in_spelling_of(state["metadata"], unmarked(found.metadata)),
            "certificate_identity": found.certificate_identity,
            "expires_at": rfc3339(found.expires),
        }

    async def update(self, request: UpdateRequest) -> Values:
        """Update the key in place."""
        prior, planned = request.prior, request.planned
        with as_diagnostics({planned["on_cluster"]: _ON}):
            cluster = self._cluster(planned)
            change = _wanted(planned).change(_NO_CONNECTION, _wanted(prior))
            if change is not None:
                await cluster.keys.update(planned["key_id"], change)
            if isinstance(planned["expires_at"], Unknown):
                found = await cluster.keys.get(planned["key_id"])
                planned["expires_at"] = rfc3339(found.expires) if found else None
        return planned

    async def delete(self, request: DeleteRequest) -> None:
        """Invalidate the key."""
        with as_diagnostics({request.prior["on_cluster"]: _ON}):
            await self._cluster(request.prior).keys.invalidate(request.prior["key_id"])

    async def import_state(self, request: ImportRequest) -> Values:
        """Find a key by `<on_cluster>/<key ID>`."""
        if request.identity:
            name, key_id = request.identity["on_cluster"], request.identity["key_id"]
        else:
            name, key_id = split_id(request.id, "<on_cluster>/<key ID>", self._sessions.current)
        with as_diagnostics({name: _ON}):
            found = await self._sessions.current.cluster(name, _ON).keys.get(key_id)
        if found is None or not found.alive(datetime.now(UTC)):
            raise ProviderError(
                "Key not found",
                f"Cluster {name!r} has no cross-cluster API key {key_id!r}, or the key has expired or was "
                "invalidated. Check the ID with GET /_security/api_key.",
            )
        empty = {"search": None, "replication": None}
        return {**dict.fromkeys(SCHEMA.attributes), "on_cluster": name, "key_id": key_id, "access": empty}

    def _cluster(self, values: Mapping[str, Any]) -> Cluster:
        return self._sessions.current.cluster(values["on_cluster"], _ON)


def _wanted(values: Mapping[str, Any]) -> WantedKey:
    return WantedKey(
        remote_cluster=values["on_cluster"],
        name=values["name"],
        access=values["access"],
        expiration=values["expiration"],
        metadata=values["metadata"],
        certificate_identity=values["certificate_identity"],
    )


async def _warn_of_others(cluster: Cluster, planned: Values, diagnostics: Diagnostics) -> None:
    """Warn of keys that an interrupted apply may have left behind: their secrets are lost.

    They may just as well belong to another state, which nothing on the server reveals, so they are left
    alone. A key that is due for rotation is most likely the one that this key replaces with
    `create_before_destroy`.
    """
    name, now = planned["name"], datetime.now(UTC)
    others = sorted(
        key.id
        for key in await cluster.keys.live_of(_NO_CONNECTION)
        if key.name == name and not rotation_is_due(planned, rfc3339(key.expires), now)
    )
    if others:
        diagnostics.warning(
            f"Cluster {cluster.name!r} has other live keys named {name!r}",
            f"This provider created them earlier: {', '.join(others)}. If an apply was interrupted, their "
            "secrets are lost: invalidate them with DELETE /_security/api_key "
            f"{json.dumps({'ids': others})}. If they belong to another state, or are about to be replaced by "
            "this key, leave them alone.",
            at("name"),
        )
