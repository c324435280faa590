"""The references inside a facts document: every name that must exist elsewhere in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.facts._shapes import FactsProblems, member

if TYPE_CHECKING:
    from esremote.access.decision.requests import Request
    from esremote.access.landscape.landscape import Cluster, Landscape


def check_references(landscape: Landscape, requests: tuple[Request, ...], problems: FactsProblems) -> None:
    """Note every name that does not exist, and every name that is used twice."""
    for cluster in landscape.clusters:
        path = member("$.clusters", cluster.name)
        _check_connections(cluster, landscape, path, problems)
        _check_resources(cluster, path, problems)
    for number, request in enumerate(requests):
        _check_request(request, landscape, f"$.requests[{number}]", problems)


def _check_connections(cluster: Cluster, landscape: Landscape, path: str, problems: FactsProblems) -> None:
    for connection in cluster.connections:
        place = member(f"{path}.connections", connection.alias)
        remote = landscape.cluster_by_name.get(connection.remote_cluster)
        if remote is None:
            problems.note(
                f"{place}.remote_cluster", f"no cluster {connection.remote_cluster!r} in $.clusters"
            )
        elif connection.cross_cluster_api_key not in {None, *remote.key_by_id}:
            known = ", ".join(remote.key_by_id) or "none"
            problems.note(
                f"{place}.cross_cluster_api_key",
                f"no key {connection.cross_cluster_api_key!r} on {remote.name}; there are: {known}",
            )


def _check_resources(cluster: Cluster, path: str, problems: FactsProblems) -> None:
    behind_streams = {name for stream in cluster.data_streams for name in stream.backing_indices}
    indices = {index.name for index in cluster.indices or ()}
    streams = {stream.name for stream in cluster.data_streams}
    for alias in cluster.aliases:
        place = member(f"{path}.aliases", alias.name)
        for target in alias.indices:
            if target.index not in indices | streams | behind_streams:
                problems.note(member(f"{place}.indices", target.index), "no such index or data stream")
        if alias.name in indices | streams | behind_streams:
            problems.note(place, "an index or a data stream has this name")
    for stream in cluster.data_streams:
        if stream.name in indices:
            problems.note(member(f"{path}.data_streams", stream.name), "an index has this name")


def _check_request(request: Request, landscape: Landscape, place: str, problems: FactsProblems) -> None:
    cluster = landscape.cluster_by_name.get(request.cluster)
    if cluster is None:
        problems.note(f"{place}.cluster", f"no cluster {request.cluster!r} in $.clusters")
        return
    if bool(request.user) == bool(request.roles):
        problems.note(place, "either user or roles is needed, and not both")
    if request.user and request.user not in cluster.user_by_name:
        problems.note(f"{place}.user", f"no user {request.user!r} on {cluster.name}")
    if request.run_as is not None and request.run_as not in cluster.user_by_name:
        problems.note(f"{place}.run_as", f"no user {request.run_as!r} on {cluster.name}")
