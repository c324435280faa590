"""What all ways of writing to a keystore have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class KeystoreError(Exception):
    """A secure setting could not be written.

    `places` maps each node or API that failed to what happened there. No message contains a secret.
    """

    def __init__(self, summary: str, places: Mapping[str, str]) -> None:
        listed = "; ".join(f"{place}: {what}" for place, what in places.items())
        super().__init__(f"{summary}: {listed}")
        self.places = dict(places)


class Keystore(Protocol):
    """Writes secure settings for all nodes of one cluster. It does not make the nodes reload them."""

    @property
    def immediate(self) -> bool:
        """Whether a change has reached every node when the call returns, rather than some time later."""

    async def add(self, secrets: Mapping[str, str]) -> None:
        """Set these settings, replacing existing values.

        Raises:
            KeystoreError: they did not reach every node.
        """

    async def remove(self, names: Collection[str]) -> None:
        """Remove these settings. Removing a setting that does not exist is not an error.

        Raises:
            KeystoreError: at least one node still has them.
        """
