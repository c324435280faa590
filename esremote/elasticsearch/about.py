"""What a cluster says about itself: its name, UUID and version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.elasticsearch.answer import Answer
from esremote.elasticsearch.errors import ForbiddenError, UnexpectedAnswerError, UnreachableError
from esremote.elasticsearch.shared_response import SharedResponse
from esremote.model.releases.versions import Version

if TYPE_CHECKING:
    from esremote.elasticsearch.client import Client


@dataclass(frozen=True)
class About:
    """What `GET /` returns: the cluster's own name, its UUID and its version."""

    name: str
    uuid: str
    version: Version


class AboutCall:
    """Sends `GET /` once."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._about = SharedResponse(self._fetch)
        self._version = SharedResponse(self._fetch_version)

    async def get(self) -> About:
        """Return the cluster's name, UUID and version."""
        return await self._about.get()

    async def version(self) -> Version | None:
        """Return the version; None if the cluster cannot be reached yet, or does not reveal its version.

        `GET /` needs the cluster privilege `monitor`, which a user that manages keys and roles may not have.
        """
        return await self._version.get()

    async def _fetch_version(self) -> Version | None:
        try:
            return (await self.get()).version
        except (ForbiddenError, UnreachableError):
            return None

    async def _fetch(self) -> About:
        answer = Answer(await self._client.request("GET", "/"), "GET /")
        name, uuid, number = (
            answer.text("cluster_name"),
            answer.text("cluster_uuid"),
            answer.member("version"),
        )
        version = number.required("number")
        try:
            if version is not None:
                return About(name, uuid, Version.parse(version))
        except ValueError:
            number.member("number").note("a version such as 9.5.3")
        raise UnexpectedAnswerError(self._client.name, answer.problems)
