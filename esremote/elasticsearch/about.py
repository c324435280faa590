"""Which cluster this is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.elasticsearch.batch import Snapshot
from esremote.elasticsearch.errors import ForbiddenError, UnreachableError
from esremote.model.releases.versions import Version

if TYPE_CHECKING:
    from esremote.elasticsearch.client import Client


@dataclass(frozen=True)
class About:
    """What `GET /` says: the cluster's own name, its UUID, its version."""

    name: str
    uuid: str
    version: Version


class AboutCall:
    """Asks `GET /` once."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._snapshot = Snapshot(self._fetch)
        self._version = Snapshot(self._fetch_version)

    async def get(self) -> About:
        """Return what the cluster says of itself."""
        return await self._snapshot.get()

    async def version(self) -> Version | None:
        """Return its version; None where the cluster is not there yet, or does not tell it to us.

        `GET /` needs the cluster privilege `monitor`, which who manages keys and roles need not have.
        """
        return await self._version.get()

    async def _fetch_version(self) -> Version | None:
        try:
            return (await self.get()).version
        except (ForbiddenError, UnreachableError):
            return None

    async def _fetch(self) -> About:
        answer = await self._client.request("GET", "/")
        return About(
            answer["cluster_name"], answer["cluster_uuid"], Version.parse(answer["version"]["number"])
        )
