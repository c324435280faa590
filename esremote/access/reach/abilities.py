"""What can be done with the indices of another cluster, and what that needs there."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from esremote.access.decision.requests import Kind
from esremote.access.permissions.questions import required_actions
from esremote.model.roles import privileges

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.access.landscape.keys import CrossClusterApiKey, ReplicationAccess, SearchAccess
    from esremote.model.releases.versions import Version


class Ability(StrEnum):
    """What a role can do on another cluster."""

    SEARCH = "search"
    REPLICATE = "replicate"
    ENRICH = "enrich"


ACTIONS: Mapping[Ability, tuple[str, ...]] = {
    Ability.SEARCH: required_actions(Kind.SEARCH),
    Ability.REPLICATE: required_actions(Kind.FOLLOW),
}
"""The actions on indices that the remote cluster must allow; enriching needs a cluster privilege instead."""


@lru_cache(maxsize=4096)
def can(names: tuple[str, ...], ability: Ability, version: Version) -> bool:
    """Say whether index privileges let a role do something on a cluster of a version.

    >>> from esremote.model.releases.versions import Version
    >>> can(("read",), Ability.SEARCH, Version(9, 5, 3)), can(("read",), Ability.REPLICATE, Version(9, 5, 3))
    (True, False)
    """
    given = frozenset(names)
    return all(privileges.grants(given, action, version) for action in ACTIONS[ability])


def key_access(key: CrossClusterApiKey, ability: Ability) -> tuple[SearchAccess | ReplicationAccess, ...]:
    """Give the part of a cross-cluster API key's access that an ability needs."""
    return key.replication if ability is Ability.REPLICATE else key.search
