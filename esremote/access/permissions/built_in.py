"""The names that are restricted on every cluster although no facts list them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from esremote.model.patterns import Names
from esremote.model.roles import reserved

if TYPE_CHECKING:
    from esremote.access.landscape.landscape import Cluster


def restricted_names(cluster: Cluster) -> Names:
    """Give the restricted names of a cluster."""
    patterns = cluster.restricted_indices
    return _names(reserved.restricted_indices(cluster.version) if patterns is None else patterns)


@lru_cache(maxsize=64)
def _names(patterns: tuple[str, ...]) -> Names:
    return Names.of(*patterns)
