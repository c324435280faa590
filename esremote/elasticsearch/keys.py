"""Cross-cluster API keys: those with our mark are read together, and several are invalidated together.

A cluster may hold a hundred thousand REST API keys, so only marked keys are listed; others are read by ID.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from esremote.elasticsearch.answer import Answer
from esremote.elasticsearch.batch import Batch
from esremote.elasticsearch.shared_response import SharedResponse
from esremote.model.keys.owner_mark import MARK
from esremote.model.times import from_milliseconds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from esremote.elasticsearch.client import Client
    from esremote.model.keys.owner_mark import Owner

_PAGE = 1000
_QUERY = "/_security/_query/api_key"


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
        key = _key({**body, "id": created.id, "expiration": answer.get("expiration")})
        if known is not None and key is not None:
            known[created.id] = key
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
            answer = Answer(await self._client.request("POST", _QUERY, body), f"POST {_QUERY}")
            page = list(answer.objects("api_keys"))
            found.update((key.id, key) for entry in page if (key := _read(entry)))
            last = page[-1].members.get("_sort") if page else None
            self._client.odd.extend(answer.problems)
            if len(page) < _PAGE or not isinstance(last, list):
                return found
            body = {**body, "search_after": last}


def _key(entry: Mapping[str, Any]) -> Key | None:
    """Read a key in the form that the API gives it."""
    return _read(Answer(entry, f"POST {_QUERY}"))


def _read(entry: Answer) -> Key | None:
    """Read a key; None if the answer does not say which key it is, or not what it allows."""
    key_id = entry.required("id")
    access = entry.member("access")
    known = len(entry.problems)
    allowed = {part: [item.members for item in access.objects(part)] for part in access.members}
    if key_id is None or len(entry.problems) > known:
        return None
    return Key(
        id=key_id,
        name=entry.text("name"),
        access=allowed,
        metadata=entry.member("metadata").members,
        expires=entry.moment("expiration"),
        invalidated=entry.flag("invalidated"),
        certificate_identity=entry.text("certificate_identity") or None,
        created=entry.moment("creation"),
    )
