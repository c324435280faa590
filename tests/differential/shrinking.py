"""Making a disagreement small: take away from world and question whatever the disagreement does not need."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from esremote.access.decision.requests import Request
    from esremote.access.landscape.landscape import Cluster, Landscape
    from tests.differential.proving import Compared
    from tests.differential.runner import Runner

MOST_TRIALS = 200
DEFAULTS = {
    "run_as": None,
    "ignore_unavailable": False,
    "allow_no_indices": True,
    "ccs_minimize_roundtrips": True,
}


def shrink(runner: Runner, compared: Compared) -> Compared:
    """Give a smaller disagreement of the same two parties, or the same one if none is found."""
    trials = 0
    while trials < MOST_TRIALS:
        for world, request in _simpler(compared.landscape, compared.decision.request):
            trials += 1
            (smaller,) = runner.ask(world, request)
            if not smaller.agree:
                compared = smaller
                break
            if trials >= MOST_TRIALS:
                return compared
        else:
            return compared
    return compared


def _simpler(world: Landscape, request: Request) -> Iterator[tuple[Landscape, Request]]:
    yield from ((world, simpler) for simpler in _simpler_requests(request))
    yield from ((simpler, request) for simpler in _only_the_asker(world, request))
    for number, cluster in enumerate(world.clusters):
        for simpler in _simpler_clusters(cluster):
            clusters = (*world.clusters[:number], simpler, *world.clusters[number + 1 :])
            yield replace(world, clusters=clusters), request


def _only_the_asker(world: Landscape, request: Request) -> Iterator[Landscape]:
    """Leave only the roles of the user whose rights count."""
    local = world.cluster_by_name[request.cluster]
    needed = set(local.user_by_name[request.run_as or request.user].roles)
    fewer = tuple(
        replace(cluster, roles=tuple(role for role in cluster.roles if role.name in needed))
        for cluster in world.clusters
    )
    if fewer != world.clusters:
        yield replace(world, clusters=fewer)


def _simpler_requests(request: Request) -> Iterator[Request]:
    parts = request.expression.split(",")
    for number in range(len(parts)):
        if rest := parts[:number] + parts[number + 1 :]:
            yield replace(request, expression=",".join(rest))
    for name, default in DEFAULTS.items():
        if getattr(request, name) != default:
            yield replace(request, **{name: default})


def _simpler_clusters(cluster: Cluster) -> Iterator[Cluster]:
    for roles in _without_one(cluster.roles):
        yield replace(cluster, roles=roles)
    for number, role in enumerate(cluster.roles):
        for part in ("indices", "remote_indices"):
            for entries in _simpler_entries(getattr(role, part)):
                simpler = replace(role, **{part: entries})
                yield replace(cluster, roles=(*cluster.roles[:number], simpler, *cluster.roles[number + 1 :]))
    for number, key in enumerate(cluster.cross_cluster_api_keys):
        for search in _simpler_entries(key.search):
            if search:
                simpler_key = replace(key, search=search)
                keys = cluster.cross_cluster_api_keys
                yield replace(
                    cluster, cross_cluster_api_keys=(*keys[:number], simpler_key, *keys[number + 1 :])
                )


def _simpler_entries(entries: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    yield from _without_one(entries)
    for number, entry in enumerate(entries):
        for simpler in _simpler_entry(entry):
            yield (*entries[:number], simpler, *entries[number + 1 :])


def _simpler_entry(entry: Any) -> Iterator[Any]:
    if entry.query is not None:
        yield replace(entry, query=None)
    if entry.field_security is not None:
        yield replace(entry, field_security=None)
    if entry.allow_restricted_indices:
        yield replace(entry, allow_restricted_indices=False)
    for part in ("names", "privileges", "clusters"):
        for fewer in _without_one(getattr(entry, part, ())):
            if fewer:
                yield replace(entry, **{part: fewer})


def _without_one(items: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    for number in range(len(items)):
        yield items[:number] + items[number + 1 :]
