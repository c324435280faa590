"""Reads everything about clusters, all of them in parallel."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from esremote.elasticsearch import ElasticsearchError, RefusedError
from esremote.elasticsearch.answer import Answer
from esremote.live import answers
from esremote.live.address_probe import observe_address
from esremote.live.observed import ObservedAlias, ObservedCluster
from esremote.model.connection.security_model import SecurityModel
from esremote.model.releases.versions import Version

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping

    from esremote.elasticsearch import Cluster, Key

_T = TypeVar("_T")

PROBE = ".security-7"
"""A restricted name: even a key on `*` refuses it, and the refusal reveals the key's ID.

Not every name that begins with `.security` is restricted. This one is, on 8.19.21 and 9.5.3. If a key allows
restricted indices, the request succeeds, reads no field, and reveals nothing.
"""

_REQUESTS = {
    "its roles": "/_security/role",
    "its users": "/_security/user",
    "its remote clusters": "/_remote/info",
    "its addresses": "/_nodes/transport,remote_cluster_server",
    "its certificates": "/_ssl/certificates",
    "its indices": "/_resolve/index/*?expand_wildcards=all",
    "its aliases": "/_alias?expand_wildcards=all",
}
"""The requests that need nothing more than to be read."""

_KEY_ID = re.compile(r"API key id \[([^]]+)]|unable to authenticate user \[([^]]+)]|api key \[([^]]+)]")


async def observe(clusters: Mapping[str, Cluster]) -> tuple[ObservedCluster, ...]:
    """Read every cluster, and send a request through each of its aliases.

    A cluster that does not respond, or that refuses some requests, is described as far as possible.
    """
    try:
        observed = await asyncio.gather(*(_Reader(cluster).read() for cluster in clusters.values()))
        key_ids = {alias.key_id for cluster in observed for alias in cluster.aliases if alias.key_id}
        with_keys = (_with_keys(clusters[cluster.name], cluster, key_ids) for cluster in observed)
        return tuple(await asyncio.gather(*with_keys))
    finally:
        await asyncio.gather(*(cluster.close() for cluster in clusters.values()))


class _Reader:
    """Reads one cluster, and records what it refuses to return and what cannot be read."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._unreadable: list[str] = []

    async def read(self) -> ObservedCluster:
        name = self._cluster.name
        try:
            about = await self._cluster.about()
        except ElasticsearchError as error:
            return ObservedCluster(name, unreadable=(str(error),))
        licence, found = await asyncio.gather(
            self._try("its licence", self._cluster.license()),
            asyncio.gather(*(self._get(what, path) for what, path in _REQUESTS.items())),
        )
        roles, users, info, nodes, certificates, resolved, filters = found
        infos = answers.remote_info(info)
        aliases = await asyncio.gather(*(self._alias(alias, infos[alias]) for alias in sorted(infos)))
        return ObservedCluster(
            name=name,
            about=about,
            license=licence,
            roles=answers.roles(roles),
            users=answers.users(users),
            aliases=tuple(aliases),
            addresses=answers.addresses(nodes),
            certificates=answers.certificates(certificates),
            resources=answers.resources(resolved, filters),
            unreadable=tuple(self._unreadable),
        )

    async def _get(self, what: str, path: str) -> Answer:
        """Send a request; the value is None if the cluster refuses it."""
        value = await self._try(what, self._cluster.client.request("GET", path))
        return Answer(value, f"{what}: GET {path.partition('?')[0]}", self._unreadable)

    async def _try(self, what: str, request: Awaitable[_T]) -> _T | None:
        try:
            return await request
        except ElasticsearchError as error:
            self._unreadable.append(f"{what}: {error}")
            return None

    async def _alias(self, alias: str, info: Mapping[str, Any]) -> ObservedAlias:
        response = Answer(await self._send(alias), f"alias {alias}", self._unreadable)
        error = response.text("error") or None
        observed = ObservedAlias(
            alias=alias,
            info=info,
            connected=response.flag("connected"),
            error=error,
            version=_version(response.member("version")),
        )
        seen = await asyncio.gather(
            *(observe_address(address, info.get("server_name") or None) for address in observed.addresses)
        )
        key_id = (
            (_key_id(error or "") or await self._probe(alias))
            if observed.security_model is SecurityModel.API_KEY
            else None
        )
        return replace(observed, at=tuple(seen), key_id=key_id)

    async def _send(self, alias: str) -> Mapping[str, Any]:
        try:
            return await self._cluster.remotes.resolve(alias)
        except ElasticsearchError as error:
            return {"connected": False, "error": getattr(error, "reason", str(error))}

    async def _probe(self, alias: str) -> str | None:
        """Send a request that will be refused: the error reveals the ID of the key that it was sent with."""
        try:
            await self._cluster.client.request(
                "GET", f"/{quote(alias, safe='')}:{PROBE}/_field_caps?fields=none"
            )
        except RefusedError as error:
            return _key_id(error.reason)
        except ElasticsearchError:
            return None
        return None


def _version(answer: Answer) -> str | None:
    number = answer.text("number")
    try:
        return str(Version.parse(number)) if number else None
    except ValueError:
        answer.member("number").note("a version such as 9.5.3")
        return None


async def _with_keys(cluster: Cluster, seen: ObservedCluster, key_ids: set[str]) -> ObservedCluster:
    """Add the keys of a cluster: those that requests use, and those that the provider created."""
    if seen.about is None:
        return seen
    try:
        found: dict[str, Key] = {
            key_id: key for key_id in sorted(key_ids) if (key := await cluster.keys.get(key_id))
        }
        found.update(await cluster.keys.marked())
    except ElasticsearchError as error:
        return replace(seen, unreadable=(*seen.unreadable, *cluster.client.odd, f"its API keys: {error}"))
    return replace(seen, keys=found, unreadable=(*seen.unreadable, *dict.fromkeys(cluster.client.odd)))


def _key_id(error: str) -> str | None:
    """Extract the ID of a key from an error.

    >>> _key_id("... authenticated by API key id [5BrGD6IBL] of user [elastic] on indices [x]")
    '5BrGD6IBL'
    """
    match = _KEY_ID.search(error)
    return next(filter(None, match.groups())) if match else None
