"""What connections need besides the REST API: open ports, node settings and secure settings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from esremote.model.deployment import node_settings, ports

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from esremote.model.deployment.deployments import Eck
    from esremote.model.deployment.node_settings import NodeSettings
    from esremote.model.deployment.ports import Opening


@dataclass(frozen=True, slots=True)
class Prerequisites:
    """What the connections of one or more stacks need from networks and nodes.

    Attributes:
        openings: the ports that must be open.
        node_settings: what the nodes of each cluster need, by cluster name.
        eck: the clusters that run on ECK, by name.
        elsewhere: the names of the clusters that are known not to run on ECK.
    """

    openings: tuple[Opening, ...] = ()
    node_settings: Mapping[str, NodeSettings] = field(default_factory=dict)
    eck: Mapping[str, Eck] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()


def merge(parts: Iterable[Prerequisites]) -> Prerequisites:
    """Combine the prerequisites of several stacks."""
    every = tuple(parts)
    needed: dict[str, list[NodeSettings]] = defaultdict(list)
    for part in every:
        for cluster, settings in part.node_settings.items():
            needed[cluster].append(settings)
    return Prerequisites(
        openings=ports.merge(opening for part in every for opening in part.openings),
        node_settings={cluster: node_settings.merge(needed[cluster]) for cluster in sorted(needed)},
        eck={cluster: eck for part in every for cluster, eck in part.eck.items()},
        elsewhere=frozenset().union(*(part.elsewhere for part in every)),
    )
