"""What roles ask for on aliases that are not in view: whatever such an alias leads to may give all of it.

A plan shows a part of a cluster. An alias that it does not have may exist, with any key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from esremote.access.decision.decisions import Step, Verdict
from esremote.access.permissions.permissions import is_explicit_denial
from esremote.access.reach.abilities import ACTIONS, Ability, can
from esremote.access.reach.grants import Grant

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from esremote.access.landscape.landscape import Cluster, Landscape
    from esremote.access.landscape.roles import RemoteIndicesEntry, Role

AliasId: TypeAlias = tuple[str, str]
"""A local cluster and an alias on it."""


@dataclass(frozen=True, slots=True)
class AskedOutOfView:
    """What one entry of a role asks for on aliases that are not in view.

    Args:
        alias: the alias or the pattern of aliases.
        grants: what it asks for, by ability.
    """

    alias: str
    grants: tuple[tuple[Ability, Grant], ...]

    @property
    def leads_to(self) -> str:
        """What stands in place of the remote cluster's name."""
        return f"whatever alias {self.alias} leads to"


def asked_out_of_view(
    landscape: Landscape, in_view: Collection[AliasId]
) -> Iterator[tuple[Cluster, Role, AskedOutOfView]]:
    """Yield what the roles of each cluster ask for on aliases that neither side has.

    A pattern of aliases may always match one that is not in view.

    Args:
        landscape: what is known.
        in_view: aliases that are known beside those of the landscape.
    """
    for cluster in landscape.clusters:
        known = {alias for name, alias in in_view if name == cluster.name} | {*cluster.connection_by_alias}
        for role in cluster.roles:
            if is_explicit_denial(role.remote_indices):
                continue
            for entry in role.remote_indices:
                for alias in entry.clusters:
                    if alias not in known:
                        grants = tuple(_grants(cluster, role, entry, alias))
                        yield cluster, role, AskedOutOfView(alias, grants)


def _grants(
    cluster: Cluster, role: Role, entry: RemoteIndicesEntry, alias: str
) -> Iterator[tuple[Ability, Grant]]:
    """Take the entry as it is: what the alias leads to may allow all of it."""
    names = f"remote_indices names {', '.join(entry.names)}"
    detail = f"{names}, privileges {', '.join(sorted(entry.privileges))}"
    for ability in ACTIONS:
        if can(entry.privileges, ability, cluster.version):
            yield (
                ability,
                Grant(
                    names=entry.names,
                    restricted=entry.allow_restricted_indices,
                    queries=frozenset({entry.query} if entry.query else ()),
                    fields=frozenset({entry.field_security} if entry.field_security else ()),
                    cluster=cluster.name,
                    steps=(Step(Verdict.PERMITS, cluster.name, f"role {role.name}", detail, entry.source),),
                    missing=(f"alias {alias} of {cluster.name}",),
                ),
            )
