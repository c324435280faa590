"""What was observed, as a facts document: for the model of access, and to keep and ask again later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.access.facts import answers
from esremote.access.landscape.collections import Collection
from esremote.live.alias_targets import remote_of
from esremote.live.readable_facts import ReadableFacts, readable
from esremote.model.releases.versions import ASSUMED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from esremote.access.facts import Facts
    from esremote.elasticsearch import Key
    from esremote.live.observed import ObservedAlias, ObservedCluster


def as_facts(observed: Sequence[ObservedCluster]) -> Facts:
    """Put observations together, without what has no place in a facts document.

    A cluster that an alias leads to and that was not asked itself is in it by the alias's name, without roles
    or keys.

    >>> as_facts([]).landscape.clusters
    ()
    """
    return readable_facts(observed).facts


def readable_facts(observed: Sequence[ObservedCluster]) -> ReadableFacts:
    """Put observations together, and tell what had to be left out."""
    clusters = {seen.name: _cluster(seen, observed) for seen in observed if seen.about is not None}
    for seen in observed:
        for alias in seen.aliases:
            clusters.setdefault(remote_of(alias, observed), {"version": alias.version or str(ASSUMED)})
    return readable(clusters)


def _cluster(seen: ObservedCluster, every: Sequence[ObservedCluster]) -> dict[str, Any]:
    source = {"address": f"{seen.name}: GET /_security/role"}
    described: dict[str, Any] = {
        "version": str(seen.about.version) if seen.about else str(ASSUMED),
        "whole": _whole(seen),
        "roles": {name: answers.role(body, source) for name, body in seen.roles.items()},
        "users": {
            name: {"roles": body.get("roles", []), "enabled": body.get("enabled", True)}
            for name, body in seen.users.items()
        },
        "cross_cluster_api_keys": {key_id: _key(key, seen.name) for key_id, key in seen.keys.items()},
        "connections": {alias.alias: _connection(alias, every) for alias in seen.aliases},
    }
    if seen.license:
        described["license"] = seen.license.type
    return described | dict(seen.resources or {})


def _whole(seen: ObservedCluster) -> list[str]:
    """List the collections that were read as a whole.

    Never its roles: those in `roles.yml` are in no answer of an API. Never its keys: only those that aliases
    use or that the provider created are read.
    """
    could_not = {trouble.partition(":")[0] for trouble in seen.unreadable}
    read = {"its users": Collection.USERS, "its remote clusters": Collection.CONNECTIONS}
    return [collection for what, collection in read.items() if what not in could_not]


def _key(key: Key, cluster: str) -> dict[str, Any]:
    described = answers.cross_cluster_api_key(key)
    if key.certificate_identity:
        described["certificate_identity"] = key.certificate_identity
    return described | {"source": {"address": f"{cluster}: API key {key.id}"}}


def _connection(alias: ObservedAlias, every: Sequence[ObservedCluster]) -> dict[str, Any]:
    key_id = alias.key_id if _is_seen(alias.key_id, every) else None
    described = answers.connection(alias.info, remote_of(alias, every), key_id)
    return described | {"source": {"address": "GET /_remote/info"}}


def _is_seen(key_id: str | None, every: Iterable[ObservedCluster]) -> bool:
    return any(key_id in seen.keys for seen in every)
