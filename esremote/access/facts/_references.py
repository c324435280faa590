"""The references inside a facts document: every name that must exist elsewhere in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.facts._shapes import FactsProblems, member
from esremote.access.landscape.built_in_roles import role_of
from esremote.access.landscape.collections import Collection
from esremote.model.nearest import did_you_mean

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
        elif remote.is_whole(Collection.KEYS) and connection.cross_cluster_api_key not in {
            None,
            *remote.key_by_id,
        }:
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
    for name, user in (("user", request.user), ("run_as", request.run_as)):
        if user and user not in cluster.user_by_name and cluster.is_whole(Collection.USERS):
            similar = did_you_mean(user, cluster.user_by_name)
            problems.note(f"{place}.{name}", f"no user {user!r} on {cluster.name}{similar}")
    for number, role in enumerate(request.roles):
        if not _may_exist(role, cluster, landscape):
            similar = did_you_mean(role, (name for each in landscape.clusters for name in each.role_by_name))
            problems.note(f"{place}.roles[{number}]", f"no role {role!r} on {cluster.name}{similar}")


def _may_exist(role: str, cluster: Cluster, landscape: Landscape) -> bool:
    """Say whether a role may exist on a cluster or, for connections with certificates, behind its aliases."""
    reached = {connection.remote_cluster for connection in cluster.connections}
    remotes = (remote for remote in landscape.clusters if remote.name in reached)
    return any(
        role_of(each, role) is not None or not each.is_whole(Collection.ROLES) for each in (cluster, *remotes)
    )
