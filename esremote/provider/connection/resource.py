"""`esremote_connection`: a remote cluster, with its key and its keystore entry."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from esremote.elasticsearch import ElasticsearchError
from esremote.model.connection.security_model import SecurityModel
from esremote.model.keys.owner_mark import Owner
from esremote.model.releases import requirements
from esremote.model.sentences import sentence
from esremote.model.times import rfc3339
from esremote.provider import version_support
from esremote.provider.connection import plan, refresh
from esremote.provider.connection.port_warnings import port_warnings
from esremote.provider.connection.requirements import keystore_required_by
from esremote.provider.connection.schema import KEY, SCHEMA
from esremote.provider.connection.secrets import secrets_to_deliver
from esremote.provider.connection.steps import ConnectionSteps
from esremote.provider.connection.wanted import LOCAL, REMOTE, decode
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
from esremote.provider.session import no_keystore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.elasticsearch import Cluster, NewKey
    from esremote.provider.connection.wanted import WantedConnection
    from esremote.provider.cross_cluster_api_key.wanted import WantedKey
    from esremote.provider.protocol import (
        CreateRequest,
        DeleteRequest,
        ImportRequest,
        Path,
        PlanRequest,
        ReadRequest,
        UpdateRequest,
        ValidateRequest,
        Values,
    )
    from esremote.provider.session import Sessions


class Connection(Resource):
    """Spans two clusters: the alias is on the local cluster, the key on the remote cluster."""

    type_name = "esremote_connection"
    schema = SCHEMA
    identity = Identity(
        {
            "local_cluster": IdentityAttribute(
                String, "The local cluster, by its name in the provider's `clusters`."
            ),
            "alias": IdentityAttribute(String, "The alias of the remote cluster."),
        }
    )

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def validate(self, request: ValidateRequest) -> None:
        """Warn of ports that usually belong to another interface."""
        for warning, path in port_warnings(request.config):
            request.diagnostics.warning("Unexpected port", warning, path)

    async def plan(self, request: PlanRequest) -> Values:
        """Check the configuration against the clusters, and plan the changes as precisely as possible."""
        planned = request.planned
        self._check(planned)
        with as_diagnostics(_paths(planned)):
            await version_support.check(self._sessions.current, requirements.of_connection(planned), request)
        reasons = plan.complete(planned, request.prior, request.config, request.private, datetime.now(UTC))
        if reasons:
            request.diagnostics.warning(
                f"A new key will be created for connection {planned['id']!r}",
                f"Because {' and '.join(reasons)}. The old key is invalidated once the new one works.",
                at("cross_cluster_api_key"),
            )
        return planned

    async def create(self, request: CreateRequest) -> Values:
        """Create the connection; leave nothing behind if it does not work."""
        wanted = decode(request.planned)
        steps = ConnectionSteps(self._sessions.current, wanted)
        with as_diagnostics(wanted.paths):
            created = await steps.establish(None, secrets_to_deliver(request.config, None))
            request.checkpoint(await self._state(request.planned, wanted, created))
            await self._invalidate_others(steps, None, created, request)
            return await self._state(request.planned, wanted, created)

    async def read(self, request: ReadRequest) -> Values | None:
        """Read the alias from the local cluster and the key from the remote cluster."""
        state = request.state
        name, alias = state["local_cluster"], state["alias"]
        with as_diagnostics(_paths(state)):
            local = self._sessions.current.cluster(name, LOCAL)
            settings = await local.remotes.settings(alias)
            if not settings:
                return None
            info = (await local.remotes.info()).get(alias, {})
            found = refresh.with_settings(state, settings, info)
            if state["cross_cluster_api_key"] is None:
                return found
            return await self._with_key(found, request)

    async def update(self, request: UpdateRequest) -> Values:
        """Change what differs; roll it back if the connection does not work afterwards."""
        prior, wanted = decode(request.prior), decode(request.planned)
        steps = ConnectionSteps(self._sessions.current, wanted)
        secrets = secrets_to_deliver(request.config, request.prior)
        with as_diagnostics({**prior.paths, **wanted.paths}):
            created = await steps.establish(prior, secrets)
            request.checkpoint(await self._state(request.planned, wanted, created))
            await self._invalidate_others(steps, prior, created, request)
            return await self._state(request.planned, wanted, created)

    async def delete(self, request: DeleteRequest) -> None:
        """Remove the keystore entry, invalidate the key and remove the settings."""
        prior = decode(request.prior)
        with as_diagnostics(prior.paths):
            await ConnectionSteps(self._sessions.current, prior).remove()

    async def import_state(self, request: ImportRequest) -> Values:
        """Find an alias by `<local_cluster>/<alias>`, and its key on the other clusters by the owner mark."""
        if request.identity:
            name, alias = request.identity["local_cluster"], request.identity["alias"]
        else:
            name, alias = split_id(request.id, "<local_cluster>/<alias>", self._sessions.current)
        with as_diagnostics({name: LOCAL}):
            local = self._sessions.current.cluster(name, LOCAL)
            if not await local.remotes.settings(alias):
                raise ProviderError(
                    "Remote cluster not found",
                    f"Cluster {name!r} has no remote cluster {alias!r}. Check the alias with GET "
                    "/_remote/info.",
                )
            key = await self._find_key(local, alias)
        return {
            **dict.fromkeys(SCHEMA.attributes),
            "local_cluster": name,
            "alias": alias,
            "cross_cluster_api_key": key,
            "wait_for": "request",
            "wait_timeout": "1m",
        }

    async def _find_key(self, local: Cluster, alias: str) -> dict[str, Any] | None:
        """Search every cluster for the key of this connection; return the newest if there are several."""
        owner, now = Owner((await local.about()).uuid, alias), datetime.now(UTC)
        found: list[tuple[datetime, str, str]] = []
        for name in self._sessions.current.names:
            try:
                keys = await self._sessions.current.cluster(name, LOCAL).keys.live_of(owner)
            except ElasticsearchError:
                continue  # a cluster that cannot be reached is assumed not to have the key
            found += [(key.created or now, name, key.id) for key in keys]
        if not found:
            return None
        _, name, key_id = max(found)
        members = dict.fromkeys(KEY.attributes)
        return {
            **members,
            "remote_cluster": name,
            "id": key_id,
            "access": {"search": None, "replication": None},
        }

    def _check(self, planned: Mapping[str, Any]) -> None:
        """Refuse what cannot work, whatever the clusters report. Sends no requests."""
        session = self._sessions.current
        local, key = planned["local_cluster"], planned["cross_cluster_api_key"]
        if not isinstance(local, Unknown):
            session.check_name(local, LOCAL)
        if isinstance(key, dict):
            remote = key["remote_cluster"]
            if not isinstance(remote, Unknown):
                session.check_name(remote, REMOTE)
                session.refuse_api_key(remote, REMOTE)
        required_by = next(keystore_required_by(planned), None)
        if required_by is not None and not isinstance(local, Unknown) and not session.has_keystore(local):
            raise no_keystore(local, required_by)

    async def _with_key(self, state: Values, request: ReadRequest) -> Values:
        key = state["cross_cluster_api_key"]
        remote = self._sessions.current.cluster(key["remote_cluster"], REMOTE)
        live = await ConnectionSteps(self._sessions.current, decode(state)).live_keys(remote)
        found = await remote.keys.get(key["id"]) if key["id"] else None
        return refresh.with_key(state, found, live, request.private, remote.name)

    async def _invalidate_others(
        self,
        steps: ConnectionSteps,
        prior: WantedConnection | None,
        created: NewKey | None,
        request: CreateRequest | UpdateRequest,
    ) -> None:
        """Invalidate other keys. A failure is only a warning: the connection works, the next plan retries."""
        key = request.planned["cross_cluster_api_key"]
        kept = created.id if created else (key or {}).get("id")
        left = prior.key if prior and key is None else None
        if created is None and left is None:
            return
        request.private.pop(plan.ORPHANS, None)
        request.private.pop(plan.ENDED, None)
        try:
            await steps.invalidate_others(prior, kept)
        except ElasticsearchError as error:
            request.diagnostics.warning(
                "An old key of this connection may still be valid",
                f"{sentence(str(error))} {_what_to_do(left)}",
                at("cross_cluster_api_key"),
            )

    async def _state(self, planned: Values, wanted: WantedConnection, created: NewKey | None) -> Values:
        local = self._sessions.current.cluster(wanted.local_cluster, LOCAL)
        info = (await local.remotes.info()).get(wanted.alias, {})
        key = planned["cross_cluster_api_key"]
        if key is not None:
            key = {**key, **({"id": created.id, "expires_at": rfc3339(created.expires)} if created else {})}
            if isinstance(key["expires_at"], Unknown):
                remote = self._sessions.current.cluster(key["remote_cluster"], REMOTE)
                found = await remote.keys.get(key["id"])
                key["expires_at"] = rfc3339(found.expires) if found else None
        connected = planned["connected"]
        model = planned["security_model"]
        return {
            **planned,
            "id": f"{wanted.local_cluster}/{wanted.alias}",
            "cross_cluster_api_key": key,
            "connected": bool(info.get("connected")) if isinstance(connected, Unknown) else connected,
            "security_model": SecurityModel.of_remote_info(info) if isinstance(model, Unknown) else model,
        }


def _what_to_do(left: WantedKey | None) -> str:
    """Say how an old key ends that could not be invalidated; `left` if the connection has no key any more."""
    if left is None:
        return "The connection uses its new key. The next plan detects the old one, and its apply ends it."
    return (
        f"The connection no longer uses a key, so no later plan looks for it. Invalidate it on cluster "
        f'{left.remote_cluster!r}: DELETE /_security/api_key with {{"ids": ["{left.id}"]}}.'
    )


def _paths(values: Mapping[str, Any]) -> dict[str, Path]:
    """Return the attribute that names each cluster, by the cluster's name, as far as that is known."""
    key = values["cross_cluster_api_key"]
    named = [(key["remote_cluster"], REMOTE)] if isinstance(key, dict) else []
    return {name: path for name, path in [*named, (values["local_cluster"], LOCAL)] if isinstance(name, str)}
