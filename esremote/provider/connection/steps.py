"""The steps that make, change and end a connection, and how each of them is undone.

The order is what keeps searches running: a new key is in every keystore, and has answered a real request,
before the old one ends.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from esremote.keystore.delivery import Change
from esremote.model.connection.remote_settings import (
    CREDENTIALS,
    SIGNING_SECRETS,
    key_of,
    removal,
    same_settings,
)
from esremote.model.keys.owner_mark import Owner
from esremote.provider.connection.undo import Undo
from esremote.provider.connection.values import LOCAL, REMOTE
from esremote.provider.connection.verification import wait_until_answered
from esremote.provider.protocol import ProviderError, at, to_completion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.elasticsearch import Cluster, NewKey
    from esremote.keystore import Delivery
    from esremote.model.connection.remote_settings import Setting
    from esremote.provider.connection.secrets import Secrets
    from esremote.provider.connection.values import Connection, WantedKey
    from esremote.provider.session import Session


class ConnectionSteps:
    """Works on one alias of one local cluster."""

    def __init__(self, session: Session, connection: Connection) -> None:
        self._session = session
        self._wanted = connection
        self._alias = connection.alias
        self._credentials = key_of(connection.alias, CREDENTIALS)

    async def establish(self, prior: Connection | None, secrets: Secrets) -> NewKey | None:
        """Bring the connection from what it was (`prior`) to what is wanted; put everything back on failure.

        `secrets` are what the configuration gives to deliver. Returns the key that was made, if one was.

        Raises:
            ProviderError: the connection does not work, in words.
            ElasticsearchError, KeystoreError: a step failed.
        """
        wanted = self._wanted
        current = await self._local.remotes.settings(self._alias)
        if prior is None:
            await self._refuse_foreign(current)
        made, credentials = None, secrets.credentials
        async with Undo() as undo:
            if wanted.key and wanted.key.id is None:
                made = await to_completion(self._make_key(wanted.key, undo))
                credentials = made.encoded
            elif wanted.key and prior and prior.key:
                await self._change_key(wanted.key, prior.key, undo)
            changes = [
                *self._credentials_changes(credentials, prior, undo),
                *self._signing_changes(secrets.signing, prior, undo),
            ]
            if changes:
                await self._delivery.make(*changes)
            await self._set(current, prior, undo)
            if wanted.patience is not None:
                await wait_until_answered(
                    self._local, wanted, wanted.patience, lambda: to_completion(self._set_anew())
                )
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
        gone = [self._credentials] if self._wanted.delivered else []
        if self._wanted.signing_delivered:
            gone += self._signing_secrets
        if gone:
            await self._delivery.make(*map(Change, gone))
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
    def _signing_secrets(self) -> list[str]:
        return [key_of(self._alias, name) for name in SIGNING_SECRETS]

    @property
    def _delivery(self) -> Delivery:
        return self._session.delivery(self._wanted.local_cluster, LOCAL)

    async def _owner(self) -> Owner:
        return Owner((await self._local.about()).uuid, self._alias)

    async def _refuse_foreign(self, current: Mapping[str, Setting]) -> None:
        """An alias that is there already was made by somebody else, or by a run that was interrupted."""
        if not current or self._is_set(current):
            return
        name = f"{self._wanted.local_cluster}/{self._alias}"
        raise ProviderError(
            f"Alias {self._alias!r} is there already",
            f"{self._wanted.local_cluster!r} has an alias {self._alias!r} with other settings. To take it "
            f"over: terraform import <address> '{name}'. Or choose another alias.",
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

    def _credentials_changes(self, secret: str | None, prior: Connection | None, undo: Undo) -> list[Change]:
        had = prior is not None and prior.delivered
        if secret is None and (not had or self._wanted.delivered):
            return []
        if prior and prior.key:
            # The old secret is known to nobody any more, so its place is taken by another key like it.
            key = prior.key
            undo.clear()
            undo.later("give the old settings a key again", lambda: self._give_back(key))
        elif had:
            undo.never(f"the old value of {self._credentials} is known to nobody")
        else:
            undo.later(f"remove {self._credentials}", lambda: self._delivery.make(Change(self._credentials)))
        return [Change(self._credentials, secret, replaces=had and secret is not None)]

    def _signing_changes(
        self, given: Mapping[str, str | None], prior: Connection | None, undo: Undo
    ) -> list[Change]:
        had = prior is not None and prior.signing_delivered
        if had and not self._wanted.signing_delivered:
            given = dict.fromkeys(SIGNING_SECRETS)
        changes = [
            Change(key_of(self._alias, name), secret, replaces=had and secret is not None)
            for name, secret in given.items()
            if secret is not None or had
        ]
        if changes and had:
            undo.never("the old secrets of `signing` are known to nobody")
        elif changes:
            undo.later(
                "remove the secrets of `signing`",
                lambda: self._delivery.make(*(Change(change.name) for change in changes)),
            )
        return changes

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

    async def _set_anew(self) -> None:
        await self._local.remotes.change(removal(self._alias))
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
