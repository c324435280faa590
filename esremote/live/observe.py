"""Reads everything about clusters, all of them in parallel."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from esremote.elasticsearch import ElasticsearchError, RefusedError
from esremote.live.address_probe import observe_address
from esremote.live.observed import Certificate, ObservedAlias, ObservedCluster
from esremote.model.connection.security_model import SecurityModel

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping

    from esremote.elasticsearch import Cluster, Key

_T = TypeVar("_T")

PROBE = ".security-esremote-probe"
"""An index that does not exist and that no key grants access to, so that a refusal reveals the key's ID."""

_INTERFACES = ("transport", "remote_cluster_server")
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
    """Reads one cluster, and records what it refuses to return."""

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
        licence, roles, users, info, nodes, certificates, resolved, filters = await asyncio.gather(
            self._try("its licence", self._cluster.license(), None),
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
            license=licence,
            roles=roles,
            users=users,
            aliases=tuple(aliases),
            addresses=_addresses(nodes),
            certificates=tuple(
                _certificate(certificate)
                for certificate in certificates
                if certificate.get("has_private_key")
            ),
            resolved=resolved,
            filters=filters,
            unreadable=tuple(self._unreadable),
        )

    async def _try(self, what: str, request: Awaitable[_T], otherwise: _T) -> _T:
        try:
            return await request
        except ElasticsearchError as error:
            self._unreadable.append(f"{what}: {error}")
            return otherwise

    async def _alias(self, alias: str, info: Mapping[str, Any]) -> ObservedAlias:
        response = await self._send(alias)
        error = response.get("error")
        observed = ObservedAlias(
            alias=alias,
            info=info,
            connected=bool(response.get("connected")),
            error=error,
            version=response.get("version", {}).get("number"),
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
            await self._cluster.client.request("GET", f"/{alias}:{PROBE}/_field_caps?fields=none")
        except RefusedError as error:
            return _key_id(error.reason)
        except ElasticsearchError:
            return None
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
        return replace(seen, unreadable=(*seen.unreadable, f"its API keys: {error}"))
    return replace(seen, keys=found)


def _key_id(error: str) -> str | None:
    """Extract the ID of a key from an error.

    >>> _key_id("... authenticated by API key id [5BrGD6IBL] of user [elastic] on indices [x]")
    '5BrGD6IBL'
    """
    match = _KEY_ID.search(error)
    return next(filter(None, match.groups())) if match else None


def _addresses(nodes: Mapping[str, Any]) -> tuple[str, ...]:
    interfaces = [node.get(name, {}) for node in nodes.get("nodes", {}).values() for name in _INTERFACES]
    addresses = (found["publish_address"] for found in interfaces if "publish_address" in found)
    return tuple(dict.fromkeys(addresses))


def _certificate(entry: Mapping[str, Any]) -> Certificate:
    """Read an entry of `GET /_ssl/certificates`."""
    return Certificate(
        subject=entry["subject_dn"],
        issuer=entry.get("issuer", ""),
        serial=entry["serial_number"],
        expires=datetime.fromisoformat(entry["expiry"]),
    )
