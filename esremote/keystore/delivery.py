"""Brings secure settings to a running cluster: into every node's keystore, then into the nodes themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from esremote.elasticsearch.batch import Batch
from esremote.keystore.base import KeystoreError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from esremote.elasticsearch.cluster import Cluster
    from esremote.elasticsearch.secure_settings import Reloaded
    from esremote.keystore.base import Keystore


@dataclass(frozen=True)
class Change:
    """One secure setting to set, or to take out where `secret` is None.

    `replaces` says that there is one of that name; then its name alone does not show that a node has the new
    one.
    """

    name: str
    secret: str | None = field(default=None, repr=False)
    replaces: bool = False


class Delivery:
    """The one way to the secure settings of a cluster: changes asked for at the same time go together.

    A keystore is a file that one program at a time may change, and a start of that program takes a second; so
    several settings are written with one call, and one reload serves them all.
    """

    def __init__(self, cluster: Cluster, keystore: Keystore, keystore_password: str | None = None) -> None:
        self._cluster = cluster
        self._keystore = keystore
        self._password = keystore_password
        self._changes = Batch(self._deliver)

    async def make(self, *changes: Change) -> None:
        """Make the changes on every node and have the nodes read them.

        Raises:
            KeystoreError: when it did not get to every node, or a node did not read it.
        """
        for change in changes:
            if change.secret:
                self._cluster.client.keep_secret(change.secret)
        await self._changes.submit(changes)

    async def _deliver(self, asked: Sequence[Sequence[Change]]) -> list[Exception | None]:
        changes = list(chain.from_iterable(asked))
        last = {change.name: change for change in changes}
        added = {name: change.secret for name, change in last.items() if change.secret is not None}
        removed = [name for name, change in last.items() if change.secret is None]
        before = await self._digests() if any(change.replaces for change in changes) else {}
        if removed:
            await self._keystore.remove(removed)
        if added:
            await self._keystore.add(added)
        nodes = await self._cluster.reload_secure_settings(self._password)
        if self._keystore.immediate:
            wrong = {
                node.node: what for node in nodes if (what := _wrong(node, set(added), set(removed), before))
            }
            if wrong:
                raise KeystoreError(f"not every node of {self._cluster.name!r} holds the change", wrong)
        return [None] * len(asked)

    async def _digests(self) -> dict[str, str | None]:
        nodes = await self._cluster.reload_secure_settings(self._password)
        return {node.node: node.digest for node in nodes if node.digest}


def _wrong(
    node: Reloaded, added: set[str], removed: set[str], before: Mapping[str, str | None]
) -> str | None:
    """Say what is wrong with a node after a change, or None.

    Before 9.3 a node does not say what it holds; then a real request has to show it.
    """
    if node.failure:
        return node.failure
    if node.names is None:
        return None
    if missing := sorted(added - node.names):
        return f"its keystore has no {', '.join(missing)}; is its command missing from `keystore.commands`?"
    if left := sorted(removed & node.names):
        return f"its keystore still has {', '.join(left)}; is its command missing from `keystore.commands`?"
    if node.digest and node.digest == before.get(node.node):
        return "its keystore has not changed; is its command missing from `keystore.commands`?"
    return None
