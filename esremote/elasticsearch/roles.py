"""Roles: all are read together, and written and deleted in bulk where the server supports it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from esremote.elasticsearch.batch import Batch
from esremote.elasticsearch.errors import MissingError, RefusedError
from esremote.elasticsearch.shared_response import SharedResponse
from esremote.model.releases.features import Feature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from esremote.elasticsearch.about import AboutCall
    from esremote.elasticsearch.client import Client

Body = dict[str, Any]

_NOT_VALID = 400


class Roles:
    """The roles of one cluster."""

    def __init__(self, client: Client, about: AboutCall) -> None:
        self._client = client
        self._about = about
        self._all = SharedResponse(self._fetch)
        self._writes = Batch(self._write)
        self._deletions = Batch(self._delete)

    async def get(self, name: str) -> Body | None:
        """Return a role, or None if there is no such role."""
        return (await self._all.get()).get(name)

    async def put(self, name: str, body: Body) -> None:
        """Create or replace a role.

        Raises:
            RefusedError: the server does not accept it.
        """
        await self._writes.submit((name, body))

    async def delete(self, name: str) -> None:
        """Delete a role. Deleting a role that does not exist is not an error."""
        await self._deletions.submit(name)

    async def _fetch(self) -> dict[str, Body]:
        return dict(await self._client.request("GET", "/_security/role"))

    async def _write(self, items: Sequence[tuple[str, Body]]) -> list[Exception | None]:
        results = await self._write_in_bulk(items)
        if results is None:
            results = [await self._write_one(name, body) for name, body in items]
        known = self._all.known()
        for (name, body), result in zip(items, results, strict=True):
            if result is None and known is not None:
                known[name] = body
        return results

    async def _write_in_bulk(self, items: Sequence[tuple[str, Body]]) -> list[Exception | None] | None:
        """Write all roles with one request; None if that is not possible."""
        if len({name for name, _ in items}) < max(2, len(items)) or not await self._has_bulk():
            return None
        try:
            answer = await self._client.request("POST", "/_security/role", {"roles": dict(items)})
        except RefusedError as error:
            if error.status != _NOT_VALID:
                raise
            return None  # one invalid role fails the whole request: find out which one
        failed = answer.get("errors", {}).get("details", {})
        return [self._failure(name, failed.get(name)) for name, _ in items]

    async def _has_bulk(self) -> bool:
        version = await self._about.version()
        return version is not None and Feature.BULK_ROLES.is_in(version)

    async def _write_one(self, name: str, body: Body) -> Exception | None:
        try:
            await self._client.request("PUT", f"/_security/role/{quote(name, safe='')}", body)
        except RefusedError as error:
            return error
        return None

    def _failure(self, name: str, detail: Body | None) -> Exception | None:
        if detail is None:
            return None
        reason = str(detail.get("reason", detail))
        return RefusedError(
            self._client.name, f"PUT /_security/role/{name}", 400, str(detail.get("type", "")), reason
        )

    async def _delete(self, names: Sequence[str]) -> list[Exception | None]:
        if len(names) > 1 and await self._has_bulk():
            answer = await self._client.request("DELETE", "/_security/role", {"names": list(names)})
            failed = answer.get("errors", {}).get("details", {})
            results = [self._failure(name, failed.get(name)) for name in names]
        else:
            results = [await self._delete_one(name) for name in names]
        known = self._all.known()
        for name, result in zip(names, results, strict=True):
            if result is None and known is not None:
                known.pop(name, None)
        return results

    async def _delete_one(self, name: str) -> Exception | None:
        try:
            await self._client.request("DELETE", f"/_security/role/{quote(name, safe='')}")
        except MissingError:
            return None
        except RefusedError as error:
            return error
        return None
