"""What every way to a keystore has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class KeystoreError(Exception):
    """A secure setting did not get where it should.

    `places` says for each node (or API) what happened there; no message carries a secret.
    """

    def __init__(self, summary: str, places: Mapping[str, str]) -> None:
        listed = "; ".join(f"{place}: {what}" for place, what in places.items())
        super().__init__(f"{summary}: {listed}")
        self.places = dict(places)


class Keystore(Protocol):
    """Writes secure settings to all nodes of one cluster; making the nodes read them is not its task."""

    @property
    def immediate(self) -> bool:
        """Whether a change is on every node when the call returns; an operator brings it there later."""

    async def add(self, secrets: Mapping[str, str]) -> None:
        """Set these settings, replacing what is there.

        Raises:
            KeystoreError: when they did not reach every node.
        """

    async def remove(self, names: Collection[str]) -> None:
        """Take these settings out; those that are not there are no error.

        Raises:
            KeystoreError: when they are still on some node.
        """
