"""Which privileges let a role do what on another cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.review.names import covers
from esremote.review.report import Ability

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from esremote.model.keys import CrossClusterApiKey, ReplicationAccess, SearchAccess

KEY_ACCESS: Mapping[Ability, Callable[[CrossClusterApiKey], tuple[SearchAccess | ReplicationAccess, ...]]] = {
    Ability.SEARCH: lambda key: key.search,
    Ability.REPLICATE: lambda key: key.replication,
}
"""The part of a cross-cluster API key's access that is about an ability."""

_GRANTING = {
    Ability.SEARCH: {"read", "all", "indices:data/read/search"},
    Ability.REPLICATE: {"cross_cluster_replication", "all"},
}


def grants(privileges: Iterable[str], ability: Ability) -> bool:
    """Say whether any of some index privileges lets a role do something."""
    wanted = _GRANTING[ability]
    return any(privilege.lower() in wanted for privilege in privileges)


def covers_alias(clusters: tuple[str, ...], alias: str) -> bool:
    """Say whether the `clusters` of a role's entry match an alias."""
    return covers(clusters, (alias,))
