"""What was observed, as a facts document: for the model of access, and to keep and ask again later."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from esremote.access import facts
from esremote.live.alias_targets import remote_of
from esremote.model.releases.versions import ASSUMED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from esremote.elasticsearch import Key
    from esremote.live.observed import ObservedAlias, ObservedCluster

_OF_A_ROLE = {
    "indices": ("names", "privileges", "query", "field_security", "allow_restricted_indices"),
    "remote_indices": (
        "clusters",
        "names",
        "privileges",
        "query",
        "field_security",
        "allow_restricted_indices",
    ),
    "remote_cluster": ("clusters", "privileges"),
}


def as_facts(observed: Sequence[ObservedCluster]) -> facts.Facts:
    """Put observations together.

    A cluster that an alias leads to and that was not asked itself is in it by the alias's name, without roles
    or keys.

    >>> as_facts([]).landscape.clusters
    ()
    """
    clusters = {one.name: _cluster(one, observed) for one in observed if one.about is not None}
    for one in observed:
        for alias in one.aliases:
            clusters.setdefault(remote_of(alias, observed), {"version": alias.version or str(ASSUMED)})
    document = {"format": "esremote/facts", "version": 1, "clusters": clusters}
    return facts.read(json.dumps(document))


def _cluster(one: ObservedCluster, every: Sequence[ObservedCluster]) -> dict[str, Any]:
    address = {"address": f"{one.name}: GET /_security/role"}
    told: dict[str, Any] = {
        "version": str(one.about.version) if one.about else str(ASSUMED),
        "roles": {name: _role(body, address) for name, body in one.roles.items()},
        "users": {name: {"roles": body.get("roles", [])} for name, body in one.users.items()},
        "cross_cluster_api_keys": {id_: _key(key, one.name) for id_, key in one.keys.items()},
        "connections": {alias.alias: _connection(alias, every) for alias in one.aliases},
    }
    if one.license:
        told["license"] = one.license.type
    return told | (_resources(one.resolved, one.filters) if one.resolved is not None else {})


def _role(body: Mapping[str, Any], source: Mapping[str, str]) -> dict[str, Any]:
    role: dict[str, Any] = {name: body[name] for name in ("cluster", "run_as") if body.get(name)}
    for part, members in _OF_A_ROLE.items():
        entries = [{name: entry[name] for name in members if name in entry} for entry in body.get(part) or ()]
        if entries:
            role[part] = [
                entry | {"source": source}
                for entry in entries
                if all(entry.get(name) for name in members[:2])
            ]
    return role | {"source": source}


def _key(key: Key, cluster: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": key.name,
        "invalidated": key.invalidated,
        "source": {"address": f"{cluster}: API key {key.id}"},
        **{part: list(key.access[part]) for part in ("search", "replication") if key.access.get(part)},
    }
    if key.certificate_identity:
        told["certificate_identity"] = key.certificate_identity
    if key.expires:
        told["expiration"] = int(key.expires.timestamp() * 1000)
    return told


def _connection(alias: ObservedAlias, every: Sequence[ObservedCluster]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "remote_cluster": remote_of(alias, every),
        "security_model": alias.security_model,
        "mode": alias.info.get("mode", "sniff"),
        "skip_unavailable": bool(alias.info.get("skip_unavailable")),
        "source": {"address": "GET /_remote/info"},
    }
    return told | ({"cross_cluster_api_key": alias.key_id} if _is_seen(alias.key_id, every) else {})


def _is_seen(key_id: str | None, every: Iterable[ObservedCluster]) -> bool:
    return any(key_id in one.keys for one in every)


def _resources(resolved: Mapping[str, Any], filters: Mapping[str, Any]) -> dict[str, Any]:
    """Read `GET /_resolve/index/*`; backing indices of data streams stand with their data streams."""
    targets: dict[str, dict[str, Any]] = defaultdict(dict)
    for alias in resolved.get("aliases", ()):
        for index in alias["indices"]:
            query = filters.get(index, {}).get("aliases", {}).get(alias["name"], {}).get("filter")
            targets[alias["name"]][index] = {"filter": query} if query else {}
    streams = {
        one["name"]: {"backing_indices": one["backing_indices"]} for one in resolved.get("data_streams", ())
    }
    backing = {index for one in streams.values() for index in one["backing_indices"]}
    return {
        "indices": {
            one["name"]: {"closed": "closed" in one["attributes"], "hidden": "hidden" in one["attributes"]}
            for one in resolved.get("indices", ())
            if one["name"] not in backing
        },
        "aliases": {name: {"indices": indices} for name, indices in targets.items()},
        "data_streams": streams,
    }
