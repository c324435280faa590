"""The steps that make, change and end a connection, and how each of them is undone.

The order is what keeps searches running: a new key is in every keystore, and has answered a real request,
before the old one ends.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from esremote.keystore.delivery import Change
from esremote.model.connection.remote_settings import CREDENTIALS, key_of, removal, same_settings
from esremote.model.keys.owner_mark import Owner
from esremote.model.releases.features import Feature
from esremote.provider.connection_values import LOCAL, REMOTE
from esremote.provider.protocol import ProviderError, at, to_completion
from esremote.provider.undo import Undo
from esremote.provider.verification import wait_until_answered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.elasticsearch import Cluster, NewKey
    from esremote.keystore import Delivery
    from esremote.model.connection.remote_settings import Setting
    from esremote.provider.connection_values import Connection, WantedKey
    from esremote.provider.session import Session


class ConnectionSteps:
    """Works on one alias of one local cluster."""

    def __init__(self, session: Session, connection: Connection) -> None:
        self._session = session
        self._wanted = connection
        self._alias = connection.alias
        self._credentials = key_of(connection.alias, CREDENTIALS)

    async def establish(self, prior: Connection | None, secret: str | None) -> NewKey | None:
        """Bring the connection from what it was (`prior`) to what is wanted; put everything back on failure.

        `secret` is a new `credentials_wo` to deliver. Returns the key that was made, if one was.

        Raises:
            ProviderError: the connection does not work, in words.
            ElasticsearchError, KeystoreError: a step failed.
        """
        wanted = self._wanted
        await self._check_versions()
        current = await self._local.remotes.settings(self._alias)
        if prior is None:
            await self._refuse_foreign(current)
        made: NewKey | None = None
        async with Undo() as undo:
            if wanted.key and wanted.key.id is None:
                made = await to_completion(self._make_key(wanted.key, undo))
                secret = made.encoded
            elif wanted.key and prior and prior.key:
                await self._change_key(wanted.key, prior.key, undo)
            if secret:
                await self._deliver(secret, prior, undo)
            elif prior and prior.delivered and not wanted.delivered:
                await self._withdraw(prior, undo)
            await self._set(current, prior, undo)
            if wanted.patience is not None:
                await wait_until_answered(self._local, wanted, wanted.patience)
            await self._repair_skip_unavailable()
        return made

    async def end_others(self, prior: Connection | None, kept: str | None) -> None:
        """Invalidate every other key that was made for this connection: the replaced one, and orphans."""
        keys = [connection.key for connection in (prior, self._wanted) if connection and connection.key]
        for name in dict.fromkeys(key.remote_cluster for key in keys):
            remote = self._session.cluster(name, REMOTE)
            known = {key.id for key in keys if key.remote_cluster == name and key.id}
            for key_id in ({*await self.owned(remote)} | known) - {kept}:
                await remote.keys.invalidate(key_id)

    async def end(self) -> None:
        """Take credentials, key and alias away. What is gone already is no error.

        The alias goes last: as long as it is there, Terraform does not forget the connection, so that a
        destruction that was interrupted is finished by the next one.
        """
        if self._wanted.delivered:
            await self._delivery.make(Change(self._credentials))
        await self.end_others(None, None)
        await self._local.remotes.change(removal(self._alias))

    async def owned(self, remote: Cluster) -> list[str]:
        """Return the ids of the live keys on the remote cluster that carry this connection's mark."""
        owner, now = await self._owner(), datetime.now(UTC)
        return [
            key_id
            for key_id, key in (await remote.keys.marked()).items()
            if owner.owns(key.metadata) and key.alive(now)
        ]

    @property
    def _local(self) -> Cluster:
        return self._session.cluster(self._wanted.local_cluster, LOCAL)

    @property
    def _delivery(self) -> Delivery:
        return self._session.delivery(self._wanted.local_cluster, LOCAL)

    async def _owner(self) -> Owner:
        return Owner((await self._local.about()).uuid, self._alias)

    async def _check_versions(self) -> None:
        key = self._wanted.key
        if key:
            remote = self._session.cluster(key.remote_cluster, REMOTE)
            await _require(remote, Feature.CROSS_CLUSTER_API_KEY, "cross_cluster_api_key")
            await _require(self._local, Feature.CROSS_CLUSTER_API_KEY, "cross_cluster_api_key")
            if key.certificate_identity:
                await _require(remote, Feature.SIGNING, "cross_cluster_api_key", "certificate_identity")
        if self._signs(self._wanted):
            await _require(self._local, Feature.SIGNING, "signing")

    async def _refuse_foreign(self, current: Mapping[str, Setting]) -> None:
        """An alias that is there already was made by somebody else, or by a run that was interrupted."""
        if not current or self._is_set(current):
            return
        name = f"{self._wanted.local_cluster}/{self._alias}"
        raise ProviderError(
            f"Alias {self._alias!r} is there already",
            f"{self._wanted.local_cluster!r} has an alias {self._alias!r} with other settings. "
            "To take it over: "
            f"terraform import <address> '{name}'. Or choose another alias.",
            at("alias"),
        )

    async def _make_key(self, key: WantedKey, undo: Undo) -> NewKey:
        remote = self._session.cluster(key.remote_cluster, REMOTE)
        made = await remote.keys.create(key.creation(await self._owner()))
        self._local.client.keep_secret(made.encoded)
        undo.later(f"invalidate key {made.id} on {remote.name!r}", lambda: remote.keys.invalidate(made.id))
        return made

    async def _change_key(self, key: WantedKey, before: WantedKey, undo: Undo) -> None:
        owner = await self._owner()
        change, restored = key.change(owner, before), before.change(owner, key)
        if change is None or key.id is None:
            return
        remote, key_id = self._session.cluster(key.remote_cluster, REMOTE), key.id
        await remote.keys.update(key_id, change)
        if restored is not None:
            undo.later(f"change key {key_id} back", lambda: remote.keys.update(key_id, restored))

    async def _deliver(self, secret: str, prior: Connection | None, undo: Undo) -> None:
        replaces = prior is not None and prior.delivered
        if not replaces:
            undo.later(f"remove {self._credentials}", lambda: self._delivery.make(Change(self._credentials)))
        elif prior and prior.key:
            # The old secret is known to nobody any more, so its place is taken by another key like it.
            key = prior.key
            undo.clear()
            undo.later("give the old settings a key again", lambda: self._give_back(key))
        await self._delivery.make(Change(self._credentials, secret, replaces=replaces))

    async def _withdraw(self, prior: Connection, undo: Undo) -> None:
        if prior.key:
            key = prior.key
            undo.later("give the old settings a key again", lambda: self._give_back(key))
        await self._delivery.make(Change(self._credentials))

    async def _give_back(self, key: WantedKey) -> None:
        remote = self._session.cluster(key.remote_cluster, REMOTE)
        made = await remote.keys.create(key.creation(await self._owner()))
        await self._delivery.make(Change(self._credentials, made.encoded))

    async def _set(self, current: Mapping[str, Setting], prior: Connection | None, undo: Undo) -> None:
        signing_changes = (prior.settings.signing if prior else None) != self._wanted.settings.signing
        if self._is_set(current) and not (signing_changes and (prior or self._signs(self._wanted))):
            return
        before = {
            **removal(self._alias),
            **{key_of(self._alias, name): value for name, value in current.items()},
        }
        undo.later(f"set {key_of(self._alias, '*')} back", lambda: self._local.remotes.change(before))
        await self._local.remotes.change(self._wanted.settings.change())

    def _is_set(self, current: Mapping[str, Setting]) -> bool:
        found = {key_of(self._alias, name): value for name, value in current.items()}
        return same_settings(self._wanted.settings.readable(), found)

    @staticmethod
    def _signs(connection: Connection) -> bool:
        return any(value is not None for value in vars(connection.settings.signing).values())

    async def _repair_skip_unavailable(self) -> None:
        """Make the stored value the effective one.

        8.19 (seen on 8.19.21) resets the effective value to true whenever the connection is rebuilt, and
        setting the stored value again does nothing: it has to change, so it is taken away and set again.
        """
        wanted = self._wanted.settings.skip_unavailable
        info = (await self._local.remotes.info()).get(self._alias, {})
        if wanted is None or info.get("skip_unavailable", wanted) == wanted:
            return
        name = key_of(self._alias, "skip_unavailable")
        await self._local.remotes.change({name: None})
        await self._local.remotes.change({name: wanted})


async def _require(cluster: Cluster, feature: Feature, *path: str) -> None:
    version = (await cluster.about()).version
    if not feature.is_in(version):
        raise ProviderError(
            f"Cluster {cluster.name!r} is too old for this",
            f"For {feature.label} it needs {feature.since}; {cluster.name!r} has {version}.",
            at(*path),
        )
