"""`esremote_cross_cluster_api_key`: one key, for somebody who hands it to another team."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from esremote.model import names, normalise
from esremote.model.keys import access as key_access
from esremote.model.keys.owner_mark import Owner, unmarked
from esremote.model.releases.features import Feature
from esremote.provider import version_support
from esremote.provider.connection.plan import due
from esremote.provider.connection.schema import (
    ACCESS,
    CERTIFICATE_IDENTITY,
    EXPIRATION,
    METADATA,
    ROTATE_BEFORE,
    ends_later,
)
from esremote.provider.connection.values import WantedKey, moment
from esremote.provider.failures import told
from esremote.provider.identifiers import split_id
from esremote.provider.protocol import (
    UNKNOWN,
    Attribute,
    Identity,
    IdentityAttribute,
    ProviderError,
    Resource,
    Schema,
    String,
    Unknown,
    at,
    to_completion,
)
from esremote.provider.validators import by
from esremote.provider.version_support import Need

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
_NOBODY = Owner("", "")
"""Marks a key as made by this provider, for no connection: it is read with all the others."""
_SCHEMA = Schema(
    {
        "id": Attribute(String, "`<on_cluster>/<key ID>`.", computed=True, use_state_for_unknown=True),
        "on_cluster": Attribute(
            String,
            "The remote cluster, which will have the key, by its name in `clusters`.",
            required=True,
            requires_replace=True,
        ),
        "name": Attribute(
            String,
            "The key's name, 1 to 256 characters.",
            required=True,
            requires_replace=True,
            validators=(by(names.key_name_problem),),
        ),
        "access": ACCESS,
        "expiration": EXPIRATION,
        "rotate_before": ROTATE_BEFORE,
        "metadata": METADATA,
        "certificate_identity": CERTIFICATE_IDENTITY,
        "key_id": Attribute(String, "The key's ID.", computed=True, use_state_for_unknown=True),
        "expires_at": Attribute(
            String, "When the key ends (RFC 3339).", computed=True, use_state_for_unknown=True
        ),
        "encoded": Attribute(
            String,
            "The secret, as the keystore setting `cluster.remote.<alias>.credentials` wants it.",
            computed=True,
            sensitive=True,
            use_state_for_unknown=True,
        ),
    },
    "A cross-cluster API key for a cluster that somebody else administers.\n\n"
    "~> **The secret is in the state**, marked sensitive: whoever reads the state can use the key. When you "
    "administer both clusters, use `cross_cluster_api_key` of `esremote_connection`: its secret is in no "
    "state.\n\n"
    "~> **Privileges:** `manage_security` on the cluster, by credentials that are no API key themselves. "
    "The cluster needs an Enterprise licence (or a trial).\n\n"
    "Rotation makes a new key and ends the old one: use `create_before_destroy` and hand the new secret "
    "over first. An imported key has no `encoded`: the server shows it once.",
    validators=(ends_later,),
)


class CrossClusterApiKey(Resource):
    """One key on one cluster; its secret is an output."""

    type_name = "esremote_cross_cluster_api_key"
    schema = _SCHEMA
    identity = Identity(
        {
            "on_cluster": IdentityAttribute(String, "The cluster, by its name in `clusters`."),
            "key_id": IdentityAttribute(String, "The key's ID."),
        }
    )

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def plan(self, request: PlanRequest) -> Values:
        """Replace a key that ends soon, or that has to end."""
        planned, prior = request.planned, request.prior
        name = planned["on_cluster"]
        if not isinstance(name, Unknown):
            self._sessions.current.check_name(name, _ON)
            self._sessions.current.refuse_api_key(name, _ON)
            with told({name: _ON}):
                await version_support.check(self._sessions.current, _needs(planned), request)
        if prior is None:
            return planned
        forever = planned["expiration"] is None and prior["expiration"] is not None
        if forever or due(planned, prior["expires_at"], datetime.now(UTC)):
            request.require_replace(at("key_id"))  # what really differs: Terraform heeds no other
            planned.update(id=UNKNOWN, key_id=UNKNOWN, expires_at=UNKNOWN, encoded=UNKNOWN)
        elif planned["expiration"] != prior["expiration"]:
            planned["expires_at"] = UNKNOWN
        return planned

    async def create(self, request: CreateRequest) -> Values:
        """Make the key."""
        planned = request.planned
        with told({planned["on_cluster"]: _ON}):
            cluster = self._cluster(planned)
            await _doubt_others(cluster, planned, request.diagnostics)

            async def make() -> Values:
                made = await cluster.keys.create(_wanted(planned).creation(_NOBODY))
                state = {
                    **planned,
                    "id": f"{cluster.name}/{made.id}",
                    "key_id": made.id,
                    "expires_at": moment(made.expires),
                    "encoded": made.encoded,
                }
                request.checkpoint(state)
                return state

            return await to_completion(make())

    async def read(self, request: ReadRequest) -> Values | None:
        """Look at the key; one that has ended is gone."""
        state = request.state
        with told({state["on_cluster"]: _ON}):
            found = await self._cluster(state).keys.get(state["key_id"])
        if found is None or not found.alive(datetime.now(UTC)):
            return None
        return {
            **state,
            "id": f"{state['on_cluster']}/{found.id}",
            "name": found.name,
            "access": normalise.keep(state["access"], key_access.answered(found.access)),
            "metadata": normalise.keep(state["metadata"], unmarked(found.metadata)),
            "certificate_identity": found.certificate_identity,
            "expires_at": moment(found.expires),
        }

    async def update(self, request: UpdateRequest) -> Values:
        """Change the key in place."""
        prior, planned = request.prior, request.planned
        with told({planned["on_cluster"]: _ON}):
            cluster = self._cluster(planned)
            change = _wanted(planned).change(_NOBODY, _wanted(prior))
            if change is not None:
                await cluster.keys.update(planned["key_id"], change)
            if isinstance(planned["expires_at"], Unknown):
                found = await cluster.keys.get(planned["key_id"])
                planned["expires_at"] = moment(found.expires) if found else None
        return planned

    async def delete(self, request: DeleteRequest) -> None:
        """Invalidate the key."""
        with told({request.prior["on_cluster"]: _ON}):
            await self._cluster(request.prior).keys.invalidate(request.prior["key_id"])

    async def import_state(self, request: ImportRequest) -> Values:
        """Find a key by `<on_cluster>/<key ID>`."""
        if request.identity:
            name, key_id = request.identity["on_cluster"], request.identity["key_id"]
        else:
            name, key_id = split_id(request.id, "<on_cluster>/<key ID>", self._sessions.current)
        with told({name: _ON}):
            found = await self._sessions.current.cluster(name, _ON).keys.get(key_id)
        if found is None or not found.alive(datetime.now(UTC)):
            raise ProviderError("No such key", f"{name!r} has no live cross-cluster API key {key_id!r}.")
        empty = {"search": None, "replication": None}
        return {**dict.fromkeys(_SCHEMA.attributes), "on_cluster": name, "key_id": key_id, "access": empty}

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


def _needs(planned: Mapping[str, Any]) -> Iterator[Need]:
    name = planned["on_cluster"]
    yield Need(name, _ON, Feature.CROSS_CLUSTER_API_KEY, _ON)
    if isinstance(planned["certificate_identity"], str):
        yield Need(name, _ON, Feature.SIGNING, at("certificate_identity"))


async def _doubt_others(cluster: Cluster, planned: Values, found: Diagnostics) -> None:
    """Warn of keys that may be left of an apply that was interrupted: nobody has their secret.

    They may as well be another state's, which nothing on the server tells, so they are not ended. One that is
    due to be replaced is most likely the one that this key replaces, with `create_before_destroy`.
    """
    name, now = planned["name"], datetime.now(UTC)
    others = sorted(
        key.id
        for key in (await cluster.keys.marked()).values()
        if key.name == name
        and _NOBODY.owns(key.metadata)
        and key.alive(now)
        and not due(planned, moment(key.expires), now)
    )
    if others:
        found.warning(
            f"{cluster.name!r} has other live keys named {name!r}",
            f"This provider made them before: {', '.join(others)}. If an apply was interrupted, nobody has "
            "their secret: end them with DELETE /_security/api_key "
            f"{json.dumps({'ids': others})}. If they belong to another state, or are about to be replaced by "
            "this one, leave them.",
            at("name"),
        )
