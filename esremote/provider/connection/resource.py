"""`esremote_connection`: one alias of a remote cluster, with its key and its keystore entry."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from esremote.elasticsearch import ElasticsearchError
from esremote.model.connection.security_model import SecurityModel
from esremote.model.keys.owner_mark import Owner
from esremote.provider import version_support
from esremote.provider.connection import needs, plan, reading, secrets
from esremote.provider.connection.hints import hints
from esremote.provider.connection.schema import KEY, SCHEMA
from esremote.provider.connection.steps import ConnectionSteps
from esremote.provider.connection.values import LOCAL, REMOTE, decode, moment
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
from esremote.provider.session import no_keystore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.elasticsearch import Cluster, NewKey
    from esremote.provider.connection.values import Connection as Wanted
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
    """Spans two clusters: the local one has the alias, the remote one the key."""

    type_name = "esremote_connection"
    schema = SCHEMA
    identity = Identity(
        {
            "local_cluster": IdentityAttribute(String, "The local cluster, by its name in `clusters`."),
            "alias": IdentityAttribute(String, "The alias on it."),
        }
    )

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def validate(self, request: ValidateRequest) -> None:
        """Warn of addresses that look like those of another interface."""
        for hint, path in hints(request.config):
            request.diagnostics.warning("Is this the right port?", hint, path)

    async def plan(self, request: PlanRequest) -> Values:
        """Check the names of clusters, and say as exactly as possible what will change."""
        planned = request.planned
        self._check(planned)
        with told(_paths(planned)):
            await version_support.check(self._sessions.current, needs.features(planned), request)
        reasons = plan.complete(planned, request.prior, request.config, request.private, datetime.now(UTC))
        if reasons:
            request.diagnostics.warning(
                f"A new key will be made for connection {planned['id']!r}",
                f"Because {' and '.join(reasons)}. The old one ends after the new one has answered.",
                at("cross_cluster_api_key"),
            )
        return planned

    async def create(self, request: CreateRequest) -> Values:
        """Make the connection; leave nothing behind if it does not work."""
        wanted = decode(request.planned)
        steps = ConnectionSteps(self._sessions.current, wanted)
        with told(wanted.paths):
            made = await steps.establish(None, secrets.due(request.config, None))
            request.checkpoint(await self._state(request.planned, wanted, made))
            await self._end_others(steps, None, made, request)
            return await self._state(request.planned, wanted, made)

    async def read(self, request: ReadRequest) -> Values | None:
        """Look at the alias on the local cluster and at the key on the remote one."""
        state = request.state
        name, alias = state["local_cluster"], state["alias"]
        with told(_paths(state)):
            local = self._sessions.current.cluster(name, LOCAL)
            settings = await local.remotes.settings(alias)
            if not settings:
                return None
            info = (await local.remotes.info()).get(alias, {})
            found = reading.with_settings(state, settings, info)
            if state["cross_cluster_api_key"] is None:
                return found
            return await self._with_key(found, request)

    async def update(self, request: UpdateRequest) -> Values:
        """Change what differs; put it back if the connection does not work then."""
        prior, wanted = decode(request.prior), decode(request.planned)
        steps = ConnectionSteps(self._sessions.current, wanted)
        due = secrets.due(request.config, request.prior)
        with told({**prior.paths, **wanted.paths}):
            made = await steps.establish(prior, due)
            request.checkpoint(await self._state(request.planned, wanted, made))
            await self._end_others(steps, prior, made, request)
            return await self._state(request.planned, wanted, made)

    async def delete(self, request: DeleteRequest) -> None:
        """Null the settings, remove the keystore entry, invalidate the key."""
        prior = decode(request.prior)
        with told(prior.paths):
            await ConnectionSteps(self._sessions.current, prior).end()

    async def import_state(self, request: ImportRequest) -> Values:
        """Find an alias by `<local_cluster>/<alias>`, and its key by its mark on the other clusters."""
        if request.identity:
            name, alias = request.identity["local_cluster"], request.identity["alias"]
        else:
            name, alias = split_id(request.id, "<local_cluster>/<alias>", self._sessions.current)
        with told({name: LOCAL}):
            local = self._sessions.current.cluster(name, LOCAL)
            if not await local.remotes.settings(alias):
                raise ProviderError("No such alias", f"{name!r} has no alias {alias!r} of a remote cluster.")
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
        """Look on every cluster for the key that carries this connection's mark; the newest, if several."""
        owner, now = Owner((await local.about()).uuid, alias), datetime.now(UTC)
        found: list[tuple[datetime, str, str]] = []
        for name in self._sessions.current.names:
            try:
                keys = await self._sessions.current.cluster(name, LOCAL).keys.marked()
            except ElasticsearchError:
                continue  # a cluster that cannot be asked is not the one, as far as can be known
            found += [
                (key.created or now, name, key_id)
                for key_id, key in keys.items()
                if owner.owns(key.metadata) and key.alive(now)
            ]
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
        """Refuse what cannot work whatever the clusters say; nothing is connected to."""
        session = self._sessions.current
        local, key = planned["local_cluster"], planned["cross_cluster_api_key"]
        if not isinstance(local, Unknown):
            session.check_name(local, LOCAL)
        if isinstance(key, dict):
            remote = key["remote_cluster"]
            if not isinstance(remote, Unknown):
                session.check_name(remote, REMOTE)
                session.refuse_api_key(remote, REMOTE)
        secret_at = next(needs.wants_keystore(planned), None)
        if secret_at is not None and not isinstance(local, Unknown) and not session.has_keystore(local):
            raise no_keystore(local, secret_at)

    async def _with_key(self, state: Values, request: ReadRequest) -> Values:
        key = state["cross_cluster_api_key"]
        remote = self._sessions.current.cluster(key["remote_cluster"], REMOTE)
        owned = await ConnectionSteps(self._sessions.current, decode(state)).owned(remote)
        found = await remote.keys.get(key["id"]) if key["id"] else None
        return reading.with_key(state, found, owned, request.private, remote.name)

    async def _end_others(
        self,
        steps: ConnectionSteps,
        prior: Wanted | None,
        made: NewKey | None,
        request: CreateRequest | UpdateRequest,
    ) -> None:
        """The connection works by now, so what is left over is a warning; the next plan sees it again."""
        key = request.planned["cross_cluster_api_key"]
        kept = made.id if made else (key or {}).get("id")
        leaving = prior is not None and prior.key is not None and key is None
        if made is None and not leaving:
            return
        request.private.pop(plan.ORPHANS, None)
        request.private.pop(plan.ENDED, None)
        try:
            await steps.end_others(prior, kept)
        except ElasticsearchError as error:
            request.diagnostics.warning(
                "An old key of this connection is still valid",
                f"{error}. The connection works with its new key; the next plan sees the old one again.",
                at("cross_cluster_api_key"),
            )

    async def _state(self, planned: Values, wanted: Wanted, made: NewKey | None) -> Values:
        local = self._sessions.current.cluster(wanted.local_cluster, LOCAL)
        info = (await local.remotes.info()).get(wanted.alias, {})
        key = planned["cross_cluster_api_key"]
        if key is not None:
            key = {**key, **({"id": made.id, "expires_at": moment(made.expires)} if made else {})}
            if isinstance(key["expires_at"], Unknown):
                remote = self._sessions.current.cluster(key["remote_cluster"], REMOTE)
                found = await remote.keys.get(key["id"])
                key["expires_at"] = moment(found.expires) if found else None
        connected = planned["connected"]
        model = planned["security_model"]
        return {
            **planned,
            "id": f"{wanted.local_cluster}/{wanted.alias}",
            "cross_cluster_api_key": key,
            "connected": bool(info.get("connected")) if isinstance(connected, Unknown) else connected,
            "security_model": SecurityModel.of_remote_info(info) if isinstance(model, Unknown) else model,
        }


def _paths(values: Mapping[str, Any]) -> dict[str, Path]:
    """Which attribute names which cluster, as far as that is known."""
    key = values["cross_cluster_api_key"]
    named = [(key["remote_cluster"], REMOTE)] if isinstance(key, dict) else []
    return {name: path for name, path in [*named, (values["local_cluster"], LOCAL)] if isinstance(name, str)}
