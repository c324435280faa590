"""The steps that create, change and remove a connection, and how each of them is undone.

The order of the steps keeps searches running: a new key is in every keystore, and a real request has
succeeded with it, before the old key is invalidated.
"""

from __future__ import annotations

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
from esremote.provider.connection.rollback import Rollback
from esremote.provider.connection.verification import wait_until_answered
from esremote.provider.connection.wanted import LOCAL, REMOTE
from esremote.provider.protocol import ProviderError, at, to_completion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.elasticsearch import Cluster, NewKey
    from esremote.keystore import Delivery
    from esremote.model.connection.remote_settings import Setting
    from esremote.provider.connection.secrets import Secrets
    from esremote.provider.connection.wanted import WantedConnection
    from esremote.provider.cross_cluster_api_key.wanted import WantedKey
    from esremote.provider.session import Session


class ConnectionSteps:
    """Works on one remote cluster of one local cluster."""

    def __init__(self, session: Session, connection: WantedConnection) -> None:
        self._session = session
        self._wanted = connection
        self._alias = connection.alias
        self._credentials = key_of(connection.alias, CREDENTIALS)

    async def establish(self, prior: WantedConnection | None, secrets: Secrets) -> NewKey | None:
        """Bring the connection to the wanted state; roll everything back on failure.

        Args:
            prior: The connection as it was before; None if it is to be created.
            secrets: The secrets from the configuration to deliver.

        Returns:
            The key that was created; None if none was.

        Raises:
            ProviderError: the connection does not work; the error explains why.
            ElasticsearchError: a request failed.
            KeystoreError: a keystore could not be changed.
        """
        wanted = self._wanted
        current = await self._local.remotes.settings(self._alias)
        if prior is None:
            await self._refuse_existing(current)
        created, credentials = None, secrets.credentials
        async with Rollback({**(prior.paths if prior else {}), **wanted.paths}) as rollback:
            if wanted.key and wanted.key.id is None:
                created = await to_completion(self._create_key(wanted.key, rollback))
                credentials = created.encoded
            elif wanted.key and prior and prior.key:
                await self._change_key(wanted.key, prior.key, rollback)
            changes = [
                *self._credentials_changes(credentials, prior, rollback),
                *self._signing_changes(secrets.signing, prior, rollback),
            ]
            if changes:
                await self._delivery.deliver(*changes)
            await self._set(current, prior, rollback)
            if wanted.patience is not None:
                await wait_until_answered(
                    self._local, wanted, wanted.patience, lambda: to_completion(self._rewrite_settings())
                )
            await self._repair_skip_unavailable()
        return created

    async def invalidate_others(self, prior: WantedConnection | None, kept: str | None) -> None:
        """Invalidate every key of this connection other than `kept`: the replaced key, and orphans."""
        keys = [connection.key for connection in (prior, self._wanted) if connection and connection.key]
        for name in dict.fromkeys(key.remote_cluster for key in keys):
            remote = self._session.cluster(name, REMOTE)
            known = {key.id for key in keys if key.remote_cluster == name and key.id}
            for key_id in ({*await self.live_keys(remote)} | known) - {kept}:
                await remote.keys.invalidate(key_id)

    async def remove(self) -> None:
        """Remove credentials, key and alias. It is not an error if any of them is gone already.

        The alias is removed last: as long as it exists, Terraform does not forget the connection, so the next
        destroy completes one that was interrupted.
        """
        names = [self._credentials] if self._wanted.delivered else []
        if self._wanted.signing_delivered:
            names += self._signing_secrets
        if names:
            await self._delivery.deliver(*map(Change, names))
        await self.invalidate_others(None, None)
        await self._local.remotes.change(removal(self._alias))

    async def live_keys(self, remote: Cluster) -> list[str]:
        """Return the IDs of the live keys on the remote cluster that were created for this connection."""
        return [key.id for key in await remote.keys.live_of(await self._owner())]

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

    async def _refuse_existing(self, current: Mapping[str, Setting]) -> None:
        """Refuse an alias with other settings, which this connection did not create.

        One with the same settings was left by an interrupted apply, and is taken over.
        """
        if not current or self._is_set(current):
            return
        name = f"{self._wanted.local_cluster}/{self._alias}"
        raise ProviderError(
            f"Alias {self._alias!r} already exists",
            f"Cluster {self._wanted.local_cluster!r} already has a remote cluster {self._alias!r} with "
            f"different settings. To manage it with Terraform, run: terraform import <address> '{name}'. "
            "Otherwise, choose another alias.",
            at("alias"),
        )

    async def _create_key(self, key: WantedKey, rollback: Rollback) -> NewKey:
        remote = self._session.cluster(key.remote_cluster, REMOTE)
        created = await remote.keys.create(key.creation(await self._owner()))
        self._local.client.keep_secret(created.encoded)
        rollback.add(
            f"invalidate key {created.id} on {remote.name!r}", lambda: remote.keys.invalidate(created.id)
        )
        return created

    async def _change_key(self, key: WantedKey, before: WantedKey, rollback: Rollback) -> None:
        owner = await self._owner()
        change, restored = key.change(owner, before), before.change(owner, key)
        if change is None or key.id is None:
            return
        remote, key_id = self._session.cluster(key.remote_cluster, REMOTE), key.id
        await remote.keys.update(key_id, change)
        if restored is not None:
            rollback.add(f"restore key {key_id}", lambda: remote.keys.update(key_id, restored))

    def _credentials_changes(
        self, secret: str | None, prior: WantedConnection | None, rollback: Rollback
    ) -> list[Change]:
        had = prior is not None and prior.delivered
        if secret is None and (not had or self._wanted.delivered):
            return []
        if prior and prior.key:
            # The old secret is lost, so a rollback has to create another key like it.
            key = prior.key
            rollback.clear()
            rollback.add("create a key for the old settings", lambda: self._create_replacement(key))
        elif had:
            rollback.add_irreversible(f"the old value of {self._credentials} is lost")
        else:
            rollback.add(
                f"remove {self._credentials}", lambda: self._delivery.deliver(Change(self._credentials))
            )
        return [Change(self._credentials, secret, replaces=had and secret is not None)]

    def _signing_changes(
        self, given: Mapping[str, str | None], prior: WantedConnection | None, rollback: Rollback
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
            rollback.add_irreversible("the old secrets of `signing` are lost")
        elif changes:
            rollback.add(
                "remove the secrets of `signing`",
                lambda: self._delivery.deliver(*(Change(change.name) for change in changes)),
            )
        return changes

    async def _create_replacement(self, key: WantedKey) -> None:
        remote = self._session.cluster(key.remote_cluster, REMOTE)
        created = await remote.keys.create(key.creation(await self._owner()))
        await self._delivery.deliver(Change(self._credentials, created.encoded))

    async def _set(
        self, current: Mapping[str, Setting], prior: WantedConnection | None, rollback: Rollback
    ) -> None:
        signing_changes = (prior.settings.signing if prior else None) != self._wanted.settings.signing
        if self._is_set(current) and not (signing_changes and (prior or self._signs(self._wanted))):
            return
        before = {
            **removal(self._alias),
            **{key_of(self._alias, name): value for name, value in current.items()},
        }
        rollback.add(f"restore {key_of(self._alias, '*')}", lambda: self._local.remotes.change(before))
        await self._local.remotes.change(self._wanted.settings.change())

    async def _rewrite_settings(self) -> None:
        await self._local.remotes.change(removal(self._alias))
        await self._local.remotes.change(self._wanted.settings.change())

    def _is_set(self, current: Mapping[str, Setting]) -> bool:
        found = {key_of(self._alias, name): value for name, value in current.items()}
        return same_settings(self._wanted.settings.readable(), found)

    @staticmethod
    def _signs(connection: WantedConnection) -> bool:
        return any(value is not None for value in vars(connection.settings.signing).values())

    async def _repair_skip_unavailable(self) -> None:
        """Make the stored value take effect.

        8.19 (seen on 8.19.21) resets the effective value to true whenever the connection is rebuilt. Setting
        the stored value again has no effect unless it changes, so it is removed and set again.
        """
        wanted = self._wanted.settings.skip_unavailable
        info = (await self._local.remotes.info()).get(self._alias, {})
        if wanted is None or info.get("skip_unavailable", wanted) == wanted:
            return
        name = key_of(self._alias, "skip_unavailable")
        await self._local.remotes.change({name: None})
        await self._local.remotes.change({name: wanted})
