"""Questions as they are asked on the command line, and the requests that they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.decision.requests import Kind, Request
from esremote.access.landscape.built_in_roles import role_of
from esremote.access.landscape.collections import Collection
from esremote.model.nearest import did_you_mean
from esremote.sources.problems import Problem, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from esremote.access.landscape.landscape import Cluster, Landscape

ALIASES = {"replicate": Kind.FOLLOW}
"""Other names of kinds of requests."""


def request(  # noqa: PLR0913 - one argument for each part of the question
    landscape: Landscape,
    *,
    connection: str,
    names: Sequence[str],
    kind: Kind = Kind.SEARCH,
    roles: tuple[str, ...] = (),
    user: str = "",
    cluster: str | None = None,
    ccs_minimize_roundtrips: bool = True,
    place: str = "the question",
) -> Request:
    """Return the request that a question stands for.

    Args:
        landscape: what is known.
        connection: an alias.
        names: index expressions, without the alias; one may hold several, separated by commas.
        kind: the kind of request.
        roles: the roles of the user, in place of `user`.
        user: a user of the local cluster.
        cluster: the local cluster; can be omitted if only one has that alias.
        ccs_minimize_roundtrips: how a search is run on the remote cluster.
        place: where the question was asked, for messages.

    Raises:
        UnreadableError: there is no such cluster, alias or user, or several clusters have the alias.
    """
    having = [each.name for each in landscape.clusters if connection in each.connection_by_alias]
    local = cluster or (having[0] if len(having) == 1 else None)
    problem = _problem(landscape, connection, having, cluster)
    if problem is None and local:
        problem = _problem_of_user(landscape.cluster_by_name[local], user) or next(
            filter(None, (_problem_of_role(landscape, local, role) for role in roles)), None
        )
    if problem or local is None:
        raise UnreadableError([Problem(place, problem or "")])
    return Request(
        cluster=local,
        expression=",".join(f"{connection}:{name}" for expression in names for name in expression.split(",")),
        kind=kind,
        user=user,
        roles=roles,
        ccs_minimize_roundtrips=ccs_minimize_roundtrips,
    )


def _problem(landscape: Landscape, connection: str, having: Sequence[str], cluster: str | None) -> str | None:
    """Return what is wrong with a connection, or with the cluster that should have it."""
    if cluster and cluster not in landscape.cluster_by_name:
        similar = did_you_mean(cluster, landscape.cluster_by_name)
        names = _listed(landscape.cluster_by_name)
        return f"there is no cluster {cluster!r}{similar}, known clusters are {names}"
    if cluster and cluster not in having:
        local = landscape.cluster_by_name[cluster]
        if not local.is_whole(Collection.CONNECTIONS):
            return None
        there = local.connection_by_alias
        similar = did_you_mean(connection, there)
        return f"{cluster!r} has no connection {connection!r}{similar}, it has {_listed(there)}"
    if not having:
        known = sorted({alias for each in landscape.clusters for alias in each.connection_by_alias})
        similar = did_you_mean(connection, known)
        return f"there is no connection {connection!r}{similar}, known connections are {_listed(known)}"
    if not cluster and len(having) > 1:
        return f"several clusters have a connection {connection!r}, name one of {_listed(having)}"
    return None


def _problem_of_user(local: Cluster, user: str) -> str | None:
    """Return what is wrong with a user who is nowhere among all users; others may exist."""
    if not user or user in local.user_by_name or not local.is_whole(Collection.USERS):
        return None
    similar = did_you_mean(user, local.user_by_name)
    return f"{local.name!r} has no user {user!r}{similar}; name roles instead"


def _problem_of_role(landscape: Landscape, local: str, role: str) -> str | None:
    """Return what is wrong with a role that is nowhere among all roles; others may exist.

    Over a connection with certificates, only the remote cluster needs the role.
    """
    asking = landscape.cluster_by_name[local]
    remotes = (landscape.cluster_by_name[each.remote_cluster] for each in asking.connections)
    clusters = (asking, *remotes)
    if any(role_of(each, role) or not each.is_whole(Collection.ROLES) for each in clusters):
        return None
    similar = did_you_mean(role, (name for each in clusters for name in each.role_by_name))
    return f"{local!r} has no role {role!r}{similar}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


def kinds() -> dict[str, Kind]:
    """Return every kind of request, by each of its names."""
    return {**{kind.value: kind for kind in Kind}, **ALIASES}
