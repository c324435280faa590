"""The aliases of observed clusters: which cluster each refers to, and which key it uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.live.alias_targets import remote_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from esremote.elasticsearch import Key
    from esremote.live.observed import ObservedAlias, ObservedCluster


@dataclass(frozen=True, slots=True)
class AliasCheckup:
    """One alias.

    Args:
        local_cluster: the cluster that has it.
        seen: what was observed of it.
        remote_cluster: the observed cluster that it refers to; None if that cluster was not observed.
        key: the key that its requests use, if it could be read.
    """

    local_cluster: str
    seen: ObservedAlias
    remote_cluster: str | None
    key: Key | None

    @property
    def name(self) -> str:
        """The alias with its cluster, `frankfurt/dublin`."""
        return f"{self.local_cluster}/{self.seen.alias}"

    @property
    def answers(self) -> bool:
        """Whether the remote cluster answered a real request."""
        return self.seen.connected


def aliases_of(observed: Sequence[ObservedCluster]) -> tuple[AliasCheckup, ...]:
    """Return every alias of the observed clusters."""
    names = {cluster.name for cluster in observed if cluster.answers}
    keys = {id_: key for cluster in observed for id_, key in cluster.keys.items()}
    return tuple(
        AliasCheckup(
            local_cluster=cluster.name,
            seen=alias,
            remote_cluster=remote if (remote := remote_of(alias, observed)) in names else None,
            key=keys.get(alias.key_id or ""),
        )
        for cluster in observed
        for alias in cluster.aliases
    )
