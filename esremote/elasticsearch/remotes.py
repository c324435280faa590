"""The remote clusters of a cluster: their settings, their state, and whether a real request succeeds."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from esremote.elasticsearch.answer import Answer
from esremote.elasticsearch.batch import Batch
from esremote.elasticsearch.errors import RefusedError
from esremote.elasticsearch.shared_response import SharedResponse
from esremote.model.connection.remote_settings import of_alias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from esremote.elasticsearch.client import Client
    from esremote.model.connection.remote_settings import Setting


class Remotes:
    """The remote clusters of one local cluster."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._settings = SharedResponse(self._fetch_settings)
        self._info = SharedResponse(self._fetch_info)
        self._changes = Batch(self._change)
        self._transient: Mapping[str, Setting] = {}

    async def settings(self, alias: str) -> dict[str, Setting]:
        """Return the settings of an alias without their prefix; empty if there is no such alias.

        Transient settings, which take precedence over persistent ones, are included. Settings that the server
        hides (`signing.*`, credentials) are not.
        """
        return of_alias(alias, await self._settings.get())

    async def info(self) -> Mapping[str, Mapping[str, Any]]:
        """Return what `GET /_remote/info` reports for each alias."""
        return await self._info.get()

    async def change(self, changes: Mapping[str, Setting]) -> None:
        """Change persistent settings. The changes of one call are applied together or not at all.

        Raises:
            RefusedError: the server does not accept them.
        """
        await self._changes.submit(dict(changes))

    async def resolve(self, alias: str) -> Mapping[str, Any]:
        """Send a real request through an alias, and return what `_resolve/cluster` reports for it.

        The result has `connected`, and `error` if the remote cluster refused. `GET /_remote/info` proves
        less: it reports `connected` even when the key is dead.
        """
        path = f"/_resolve/cluster/{quote(alias, safe='')}:*"
        answer = Answer(await self._client.request("GET", path), f"GET {path}")
        found = answer.member(alias)
        error = found.text("error")
        self._client.odd.extend(answer.problems)
        if not found.members:
            return {"connected": False, "error": "the cluster does not know this alias"}
        return {**found.members, **({"error": error} if "error" in found.members else {})}

    def forget(self) -> None:
        """Read settings and states again next time."""
        self._settings.forget()
        self._info.forget()

    async def _change(self, items: Sequence[Mapping[str, Setting]]) -> list[Exception | None]:
        try:
            await self._put({key: value for item in items for key, value in item.items()})
        except RefusedError as error:
            if len(items) == 1:
                return [error]
            # One invalid setting fails the whole request, so find out which change it belongs to.
            return [(await self._change([item]))[0] for item in items]
        finally:
            self.forget()
        return [None] * len(items)

    async def _put(self, changes: Mapping[str, Setting]) -> None:
        transient = await self._transient_of(changes)
        body: dict[str, Any] = {"persistent": dict(changes)}
        if transient:
            body["transient"] = transient
        await self._client.request("PUT", "/_cluster/settings", body)

    async def _transient_of(self, changes: Mapping[str, Setting]) -> dict[str, None]:
        """Clear transient settings of the same aliases, which would take precedence over the new values."""
        known = self._settings.known()
        if known is None or not self._transient:
            return {}
        patterns = [key for key in changes if key.endswith(".*")]
        return {
            key: None for key in self._transient if any(fnmatchcase(key, pattern) for pattern in patterns)
        }

    async def _fetch_settings(self) -> dict[str, Setting]:
        answer = await self._client.request("GET", "/_cluster/settings?flat_settings=true")
        self._transient = answer.get("transient") or {}
        return {**answer.get("persistent", {}), **self._transient}

    async def _fetch_info(self) -> Mapping[str, Mapping[str, Any]]:
        answer = Answer(await self._client.request("GET", "/_remote/info"), "GET /_remote/info")
        return {alias: info.members for alias, info in answer.each()}
