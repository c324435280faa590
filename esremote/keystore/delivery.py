"""Delivers secure settings to a running cluster: to the keystore of every node, and then into the nodes."""

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
    """One secure setting to set, or to remove if `secret` is None.

    `replaces` is true if the setting exists already. Its name alone then does not prove that a node has the
    new value.
    """

    name: str
    secret: str | None = field(default=None, repr=False)
    replaces: bool = False


class Delivery:
    """The only way to change a cluster's secure settings; simultaneous changes are made together.

    Only one program at a time may write a keystore file, and starting that program takes a second. So several
    settings are written with one call, followed by one reload.
    """

    def __init__(self, cluster: Cluster, keystore: Keystore, keystore_password: str | None = None) -> None:
        self._cluster = cluster
        self._keystore = keystore
        self._password = keystore_password
        self._changes = Batch(self._deliver)

    async def deliver(self, *changes: Change) -> None:
        """Make the changes on every node, and make the nodes reload their keystores.

        Raises:
            KeystoreError: a change did not reach every node, or a node did not reload its keystore.
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
            problems = {
                node.node: problem
                for node in nodes
                if (problem := _problem_of(node, set(added), set(removed), before))
            }
            if problems:
                raise KeystoreError(
                    f"not every node of cluster {self._cluster.name!r} has the change", problems
                )
        return [None] * len(asked)

    async def _digests(self) -> dict[str, str | None]:
        nodes = await self._cluster.reload_secure_settings(self._password)
        return {node.node: node.digest for node in nodes if node.digest}


def _problem_of(
    node: Reloaded, added: set[str], removed: set[str], before: Mapping[str, str | None]
) -> str | None:
    """Return what is wrong with a node after a change; None if nothing is.

    Before 9.3, nodes do not report what their keystores contain; only a real request can prove it then.
    """
    if node.failure:
        return node.failure
    if node.names is None:
        return None
    if missing := sorted(added - node.names):
        return f"its keystore lacks {', '.join(missing)}; is its command missing from `keystore.commands`?"
    if left := sorted(removed & node.names):
        return f"its keystore still has {', '.join(left)}; is its command missing from `keystore.commands`?"
    if node.digest and node.digest == before.get(node.node):
        return "its keystore has not changed; is its command missing from `keystore.commands`?"
    return None
