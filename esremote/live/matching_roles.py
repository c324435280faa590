"""Landscapes without the roles of which it cannot be told which aliases they are for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from esremote.access.landscape.landscape import Landscape
from esremote.access.permissions.requesters import requesters_by_alias
from esremote.model.patterns import TooComplexError

if TYPE_CHECKING:
    from esremote.access.landscape.landscape import Cluster
    from esremote.access.landscape.roles import Role


@dataclass(frozen=True, slots=True)
class MatchingRoles:
    """A landscape whose roles can all be matched with aliases.

    Args:
        landscape: the landscape.
        too_complex: what is left out of it: the cluster, the role, and why.
    """

    landscape: Landscape
    too_complex: tuple[tuple[str, str, str], ...]


def matching_roles(landscape: Landscape) -> MatchingRoles:
    """Leave out roles whose patterns of clusters are too complex."""
    too_complex: list[tuple[str, str, str]] = []
    clusters: list[Cluster] = []
    for cluster in landscape.clusters:
        reasons = {role.name: _reason(role, cluster) for role in cluster.roles}
        too_complex += ((cluster.name, role, reason) for role, reason in reasons.items() if reason)
        clusters.append(replace(cluster, roles=tuple(r for r in cluster.roles if not reasons[r.name])))
    return MatchingRoles(Landscape(tuple(clusters)), tuple(too_complex))


def _reason(role: Role, cluster: Cluster) -> str:
    try:
        requesters_by_alias((role,), cluster.connection_by_alias)
    except TooComplexError as error:
        return str(error)
    return ""
