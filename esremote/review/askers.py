"""Which roles of a cluster ask for something over which of its aliases.

Found once for all aliases: a hub with a hundred connections and thousands of roles would else look at every
role a hundred times.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.model.roles.reserved import SUPERUSER
from esremote.review.names import covers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.access.landscape.landscape import Cluster
    from esremote.access.landscape.roles import RemoteClusterEntry, RemoteIndicesEntry, Role


@dataclass(frozen=True, slots=True)
class Asker:
    """A role, with those of its entries that are for one alias."""

    role: Role
    remote_indices: tuple[RemoteIndicesEntry, ...] = ()
    remote_cluster: tuple[RemoteClusterEntry, ...] = ()


def askers(cluster: Cluster) -> Mapping[str, tuple[Asker, ...]]:
    """Give, by alias, the roles that ask for something, except the superuser, who asks for everything."""
    matching = _Matching(tuple(cluster.connection_by_alias))
    found: dict[str, list[Asker]] = defaultdict(list)
    for role in cluster.roles:
        if role.name == SUPERUSER:
            continue
        indices: dict[str, list[RemoteIndicesEntry]] = defaultdict(list)
        privileges: dict[str, list[RemoteClusterEntry]] = defaultdict(list)
        for entry in role.remote_indices:
            for alias in matching.aliases(entry.clusters):
                indices[alias].append(entry)
        for one in role.remote_cluster:
            for alias in matching.aliases(one.clusters):
                privileges[alias].append(one)
        for alias in {**indices, **privileges}:
            found[alias].append(Asker(role, tuple(indices[alias]), tuple(privileges[alias])))
    return {alias: tuple(roles) for alias, roles in found.items()}


class _Matching:
    """Matches the `clusters` of entries with aliases; most entries have the same few."""

    def __init__(self, aliases: tuple[str, ...]) -> None:
        self._aliases = dict.fromkeys(aliases)
        self._known: dict[tuple[str, ...], tuple[str, ...]] = {}

    def aliases(self, clusters: tuple[str, ...]) -> tuple[str, ...]:
        if clusters not in self._known:
            self._known[clusters] = self._match(clusters)
        return self._known[clusters]

    def _match(self, clusters: tuple[str, ...]) -> tuple[str, ...]:
        if all(_is_literal(one) for one in clusters):
            return tuple(one for one in dict.fromkeys(clusters) if one in self._aliases)
        return tuple(alias for alias in self._aliases if covers(clusters, (alias,)))


def _is_literal(cluster: str) -> bool:
    return not set("*?/\\") & set(cluster)
