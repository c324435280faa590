"""Which privileges let a role do what on another cluster."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from esremote.model.roles import privileges
from esremote.model.roles.privileges import SEARCH, SHARD_CHANGES
from esremote.review.names import covers
from esremote.review.report import Ability

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from esremote.access.landscape.keys import CrossClusterApiKey, ReplicationAccess, SearchAccess
    from esremote.model.releases.versions import Version

KEY_ACCESS: Mapping[Ability, Callable[[CrossClusterApiKey], tuple[SearchAccess | ReplicationAccess, ...]]] = {
    Ability.SEARCH: lambda key: key.search,
    Ability.REPLICATE: lambda key: key.replication,
}
"""The part of a cross-cluster API key's access that is about an ability."""

_ACTIONS = {Ability.SEARCH: (SEARCH,), Ability.REPLICATE: (SHARD_CHANGES, "indices:monitor/stats")}
"""What the remote cluster must allow; a follower also asks for the history of what it follows."""


@lru_cache(maxsize=4096)
def grants(names: tuple[str, ...], ability: Ability, version: Version) -> bool:
    """Say whether any of some index privileges lets a role do something on a cluster of a version."""
    given = frozenset(names)
    return all(privileges.grants(given, action, version) for action in _ACTIONS[ability])


def covers_alias(clusters: tuple[str, ...], alias: str) -> bool:
    """Say whether the `clusters` of a role's entry match an alias."""
    return covers(clusters, (alias,))
