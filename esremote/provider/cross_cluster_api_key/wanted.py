"""The key that a configuration asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from esremote.model.keys import key_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.model.keys.owner_mark import Owner


@dataclass(frozen=True)
class WantedKey:
    """A cross-cluster API key as the configuration describes it.

    `id` is None until the key exists, and when the existing key has to be replaced.
    """

    remote_cluster: str
    name: str
    access: Mapping[str, Any]
    expiration: str | None = None
    metadata: str | None = None
    certificate_identity: str | None = None
    id: str | None = None

    def creation(self, owner: Owner) -> dict[str, Any]:
        """Return the body of the request that creates the key."""
        body: dict[str, Any] = {
            "name": self.name,
            "access": key_document.body(self.access),
            "metadata": owner.marked(self.metadata),
        }
        if self.expiration:
            body["expiration"] = self.expiration
        if self.certificate_identity:
            body["certificate_identity"] = self.certificate_identity
        return body

    def change(self, owner: Owner, before: WantedKey) -> dict[str, Any] | None:
        """Return the body of the request that updates the key in place; None if nothing changed.

        Elasticsearch refuses to change the expiration alone, so access and metadata are always sent along.
        """
        wanted, had = self.creation(owner), before.creation(owner)
        del wanted["name"], had["name"]
        if wanted == had:
            return None
        if self.expiration == before.expiration:
            wanted.pop("expiration", None)  # sending it would extend the key's life
        if before.certificate_identity and not self.certificate_identity:
            wanted["certificate_identity"] = None  # an explicit null clears it
        return wanted
