"""Cross-cluster API keys: those with our mark are read together, and several are invalidated together.

A cluster may hold a hundred thousand REST API keys, so only marked keys are listed; others are read by ID.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from esremote.elasticsearch.batch import Batch
from esremote.elasticsearch.shared_response import SharedResponse
from esremote.model.keys.owner_mark import MARK
from esremote.model.times import from_milliseconds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from esremote.elasticsearch.client import Client
    from esremote.model.keys.owner_mark import Owner

_PAGE = 1000


@dataclass(frozen=True)
class Key:
    """A cross-cluster API key as the server returns it, which is never with its secret."""

    id: str
    name: str
    access: Mapping[str, Any]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    expires: datetime | None = None
    invalidated: bool = False
    certificate_identity: str | None = None
    created: datetime | None = None

    def expired(self, now: datetime) -> bool:
        """Tell whether the key has expired."""
        return self.expires is not None and self.expires <= now

    def alive(self, now: datetime) -> bool:
        """Tell whether the key can still be used."""
        return not self.invalidated and not self.expired(now)


@dataclass(frozen=True)
class NewKey:
    """A key that was just created. `encoded` is its secret as the keystore expects it, returned only once."""

    id: str
    encoded: str = field(repr=False)
    expires: datetime | None = None


class Keys:
    """The cross-cluster API keys of one cluster."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._marked = SharedResponse(self._fetch_marked)
        self._lookups: Batch[str, Key | None] = Batch(self._look_up)
        self._invalidations = Batch(self._invalidate)

    async def marked(self) -> Mapping[str, Key]:
        """Return every key that carries our mark, by ID, including dead keys that the server still lists."""
        return await self._marked.get()

    async def live_of(self, owner: Owner) -> list[Key]:
        """Return the live keys that were created for a connection, the oldest first."""
        now = datetime.now(UTC)
        live = (key for key in (await self.marked()).values() if owner.owns(key.metadata) and key.alive(now))
        return sorted(live, key=lambda key: key.created or now)

    async def get(self, key_id: str) -> Key | None:
        """Return one key, or None if there is no such key."""
        return (await self._marked.get()).get(key_id) or await self._lookups.submit(key_id)

    async def create(self, body: Mapping[str, Any]) -> NewKey:
        """Create a key.

        Raises:
            RefusedError: the access is not valid, the provider's credentials are themselves an API key, or
                the licence is below enterprise.
        """
        answer = await self._client.request(
            "POST", "/_security/cross_cluster/api_key", body, repeatable=False
        )
        self._client.keep_secret(answer["encoded"])
        self._client.keep_secret(answer["api_key"])
        created = NewKey(answer["id"], answer["encoded"], from_milliseconds(answer.get("expiration")))
        known = self._marked.known()
        if known is not None:
            known[created.id] = _key({**body, "id": created.id, "expiration": answer.get("expiration")})
        return created

    async def update(self, key_id: str, body: Mapping[str, Any]) -> None:
        """Update a key's access, metadata, expiration or certificate identity in place.

        Raises:
            RefusedError: the key has expired, was invalidated or belongs to another user, or the access is
                not valid.
        """
        await self._client.request("PUT", f"/_security/cross_cluster/api_key/{quote(key_id, safe='')}", body)
        self._marked.forget()

    async def invalidate(self, key_id: str) -> None:
        """Invalidate a key. Invalidating a dead key is not an error."""
        await self._invalidations.submit(key_id)

    async def _invalidate(self, ids: Sequence[str]) -> list[Exception | None]:
        await self._client.request("DELETE", "/_security/api_key", {"ids": sorted(set(ids))}, accept=(404,))
        known = self._marked.known()
        for key_id in ids:
            if known is not None and key_id in known:
                known[key_id] = replace(known[key_id], invalidated=True)
        return [None] * len(ids)

    async def _fetch_marked(self) -> dict[str, Key]:
        return await self._query({"exists": {"field": f"metadata.{MARK}.alias"}})

    async def _look_up(self, ids: Sequence[str]) -> list[Key | Exception | None]:
        found = await self._query({"ids": {"values": sorted(set(ids))}})
        return [found.get(key_id) for key_id in ids]

    async def _query(self, query: Mapping[str, Any]) -> dict[str, Key]:
        found: dict[str, Key] = {}
        body: dict[str, Any] = {"query": query, "sort": ["creation", "name"], "size": _PAGE}
        while True:
            page = (await self._client.request("POST", "/_security/_query/api_key", body))["api_keys"]
            found.update((entry["id"], _key(entry)) for entry in page)
            if len(page) < _PAGE:
                return found
            body = {**body, "search_after": page[-1]["_sort"]}


def _key(entry: Mapping[str, Any]) -> Key:
    return Key(
        id=entry["id"],
        name=entry["name"],
        access=entry.get("access") or {},
        metadata=entry.get("metadata") or {},
        expires=from_milliseconds(entry.get("expiration")),
        invalidated=bool(entry.get("invalidated")),
        certificate_identity=entry.get("certificate_identity"),
        created=from_milliseconds(entry.get("creation")),
    )
