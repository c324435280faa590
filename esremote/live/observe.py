"""Asks clusters: each of them everything at once, and all of them at the same time."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from esremote.elasticsearch import ElasticsearchError, RefusedError
from esremote.live.address_probe import look_at
from esremote.live.observed import Certificate, License, ObservedAlias, ObservedCluster
from esremote.model.connection.security_model import SecurityModel

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping

    from esremote.elasticsearch import Cluster, Key

_T = TypeVar("_T")

PROBE = ".security-esremote-probe"
"""An index that nobody has and keys do not grant: being refused, a request tells its key's id."""

_KEY_ID = re.compile(r"API key id \[([^]]+)]|unable to authenticate user \[([^]]+)]|api key \[([^]]+)]")


async def observe(clusters: Mapping[str, Cluster]) -> tuple[ObservedCluster, ...]:
    """Ask every cluster what it is, and every alias whether it answers.

    A cluster that does not answer, or does not tell everything, is described as far as it is known.
    """
    try:
        seen = await asyncio.gather(*(_Reader(cluster).read() for cluster in clusters.values()))
        asked = {alias.key_id for one in seen for alias in one.aliases if alias.key_id}
        return tuple(await asyncio.gather(*(_with_keys(clusters[one.name], one, asked) for one in seen)))
    finally:
        await asyncio.gather(*(cluster.close() for cluster in clusters.values()))


class _Reader:
    """Asks one cluster, and notes what it would not tell."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._unreadable: list[str] = []

    async def read(self) -> ObservedCluster:
        name = self._cluster.name
        try:
            about = await self._cluster.about()
        except (ElasticsearchError, ValueError) as error:
            return ObservedCluster(name, unreadable=(str(error),))
        get = self._cluster.client.request
        license_, roles, users, info, nodes, certificates, resolved, filters = await asyncio.gather(
            self._try("its licence", get("GET", "/_license"), {}),
            self._try("its roles", get("GET", "/_security/role"), {}),
            self._try("its users", get("GET", "/_security/user"), {}),
            self._try("its remote clusters", self._cluster.remotes.info(), {}),
            self._try("its addresses", get("GET", "/_nodes/transport,remote_cluster_server"), {}),
            self._try("its certificates", get("GET", "/_ssl/certificates"), []),
            self._try("its indices", get("GET", "/_resolve/index/*?expand_wildcards=all"), None),
            self._try("its aliases", get("GET", "/_alias?expand_wildcards=all"), {}),
        )
        aliases = await asyncio.gather(*(self._alias(alias, info[alias]) for alias in sorted(info)))
        return ObservedCluster(
            name=name,
            about=about,
            license=_license(license_.get("license")),
            roles=roles,
            users=users,
            aliases=tuple(aliases),
            addresses=_addresses(nodes),
            certificates=tuple(_certificate(one) for one in certificates if one.get("has_private_key")),
            resolved=resolved,
            filters=filters,
            unreadable=tuple(self._unreadable),
        )

    async def _try(self, what: str, question: Awaitable[_T], otherwise: _T) -> _T:
        try:
            return await question
        except ElasticsearchError as error:
            self._unreadable.append(f"{what}: {error}")
            return otherwise

    async def _alias(self, alias: str, info: Mapping[str, Any]) -> ObservedAlias:
        answer = await self._ask(alias)
        error = answer.get("error")
        observed = ObservedAlias(
            alias=alias,
            info=info,
            connected=bool(answer.get("connected")),
            error=error,
            version=answer.get("version", {}).get("number"),
        )
        seen = await asyncio.gather(
            *(look_at(address, info.get("server_name") or None) for address in observed.addresses)
        )
        key_id = (
            (_key_id(error or "") or await self._probe(alias))
            if observed.security_model is SecurityModel.API_KEY
            else None
        )
        return replace(observed, at=tuple(seen), key_id=key_id)

    async def _ask(self, alias: str) -> Mapping[str, Any]:
        try:
            return await self._cluster.remotes.resolve(alias)
        except ElasticsearchError as error:
            return {"connected": False, "error": getattr(error, "reason", str(error))}

    async def _probe(self, alias: str) -> str | None:
        """Have a request refused on purpose, so that the answer tells which key it was sent with."""
        try:
            await self._cluster.client.request("GET", f"/{alias}:{PROBE}/_field_caps?fields=none")
        except RefusedError as error:
            return _key_id(error.reason)
        except ElasticsearchError:
            return None
        return None


async def _with_keys(cluster: Cluster, seen: ObservedCluster, asked: set[str]) -> ObservedCluster:
    """Add the keys of a cluster: those that requests were seen to use, and those that the provider made."""
    if seen.about is None:
        return seen
    try:
        found: dict[str, Key] = {one: key for one in sorted(asked) if (key := await cluster.keys.get(one))}
        found.update(await cluster.keys.marked())
    except ElasticsearchError as error:
        return replace(seen, unreadable=(*seen.unreadable, f"its API keys: {error}"))
    return replace(seen, keys=found)


def _key_id(error: str) -> str | None:
    """Read a key's id out of an error.

    >>> _key_id("... authenticated by API key id [5BrGD6IBL] of user [elastic] on indices [x]")
    '5BrGD6IBL'
    """
    match = _KEY_ID.search(error)
    return next(filter(None, match.groups())) if match else None


def _license(told: Mapping[str, Any] | None) -> License | None:
    if not told:
        return None
    ends = told.get("expiry_date_in_millis")
    return License(told["type"], told["status"], datetime.fromtimestamp(ends / 1000, UTC) if ends else None)


def _addresses(nodes: Mapping[str, Any]) -> tuple[str, ...]:
    interfaces = [node.get(part, {}) for node in nodes.get("nodes", {}).values() for part in _INTERFACES]
    return tuple(dict.fromkeys(one["publish_address"] for one in interfaces if "publish_address" in one))


_INTERFACES = ("transport", "remote_cluster_server")


def _certificate(told: Mapping[str, Any]) -> Certificate:
    return Certificate(
        subject=told["subject_dn"],
        issuer=told.get("issuer", ""),
        serial=told["serial_number"],
        expires=datetime.fromisoformat(told["expiry"]),
    )
