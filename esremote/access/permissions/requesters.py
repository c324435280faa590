"""Which roles ask for something over which aliases.

A hub with a hundred connections and thousands of roles is common, so all aliases are matched in one pass:
looking at every role once for each alias would make a review a hundred times slower.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.access.landscape.connected import ConnectedClusters, connected_clusters
from esremote.access.pattern_sets import covers
from esremote.access.permissions.permissions import Entry, is_explicit_denial

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from esremote.access.landscape.landscape import Landscape
    from esremote.access.landscape.roles import RemoteClusterEntry, Role


@dataclass(frozen=True, slots=True)
class Requester:
    """A role, with those of its entries whose `clusters` match one alias.

    Args:
        role: the role.
        remote_indices: its `remote_indices` entries for the alias.
        remote_cluster: its `remote_cluster` entries for the alias.
    """

    role: Role
    remote_indices: tuple[Entry, ...] = ()
    remote_cluster: tuple[RemoteClusterEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestedConnection(ConnectedClusters):
    """A connection with its clusters, and the roles of the local cluster that ask for something over it."""

    requesters: tuple[Requester, ...] = ()


def requested_connections(landscape: Landscape) -> Iterator[RequestedConnection]:
    """Yield every connection with the roles that ask for something over it."""
    requesters = {
        local.name: requesters_by_alias(local.roles, local.connection_by_alias)
        for local in landscape.clusters
        if local.connections
    }
    for connected in connected_clusters(landscape):
        local, alias = connected.local, connected.alias
        asking = requesters[local.name].get(alias, ())
        yield RequestedConnection(local, connected.connection, connected.remote, asking)


def requesters_by_alias(roles: Iterable[Role], aliases: Iterable[str]) -> Mapping[str, tuple[Requester, ...]]:
    """List the roles that ask for something, by alias; aliases that no role asks for are left out."""
    matcher = _AliasMatcher(tuple(aliases))
    found: dict[str, list[Requester]] = defaultdict(list)
    for role in roles:
        indices = _indices_by_alias(role, matcher)
        cluster = _cluster_by_alias(role, matcher) if role.remote_cluster else {}
        for alias in {**indices, **cluster} if cluster else indices:
            found[alias].append(Requester(role, tuple(indices.get(alias, ())), tuple(cluster.get(alias, ()))))
    return {alias: tuple(requesters) for alias, requesters in found.items()}


def _indices_by_alias(role: Role, matcher: _AliasMatcher) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    if not is_explicit_denial(role.remote_indices):
        owner = f"role {role.name}"
        for number, says in enumerate(role.remote_indices):
            entry = Entry(says, owner, "remote_indices", number)
            for alias in matcher.matching(says.clusters):
                found.setdefault(alias, []).append(entry)
    return found


def _cluster_by_alias(role: Role, matcher: _AliasMatcher) -> dict[str, list[RemoteClusterEntry]]:
    found: dict[str, list[RemoteClusterEntry]] = {}
    for entry in role.remote_cluster:
        for alias in matcher.matching(entry.clusters):
            found.setdefault(alias, []).append(entry)
    return found


def matches_alias(clusters: tuple[str, ...], alias: str) -> bool:
    """Say whether the `clusters` of a role's entry match an alias."""
    return covers(clusters, (alias,))


class _AliasMatcher:
    """Matches `clusters` with aliases, and remembers the few values that most entries share."""

    def __init__(self, aliases: tuple[str, ...]) -> None:
        self._aliases = dict.fromkeys(aliases)
        self._known: dict[tuple[str, ...], tuple[str, ...]] = {}

    def matching(self, clusters: tuple[str, ...]) -> tuple[str, ...]:
        if clusters not in self._known:
            self._known[clusters] = self._match(clusters)
        return self._known[clusters]

    def _match(self, clusters: tuple[str, ...]) -> tuple[str, ...]:
        if all(map(_is_literal, clusters)):
            return tuple(cluster for cluster in dict.fromkeys(clusters) if cluster in self._aliases)
        return tuple(alias for alias in self._aliases if matches_alias(clusters, alias))


def _is_literal(cluster: str) -> bool:
    return not set("*?/\\") & set(cluster)
