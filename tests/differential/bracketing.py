"""Clusters of several nodes: what is seen depends on where shards are, but lies between two answers.

With one node every shard is where the request is; told nothing, the model takes shards for spread out. The
server shows at least what is seen in the first case and at most what is seen in the second.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from esremote.access.decision.requests import Kind
from tests.differential.expected import acceptable_statuses, expected

if TYPE_CHECKING:
    from esremote.access.decision.decisions import Decision
    from esremote.access.landscape.landscape import Landscape
    from tests.differential.observations import Observation, Seen

OK = 200


def spread_out(landscape: Landscape) -> Landscape:
    """The same landscape where nobody told how many nodes there are."""
    return replace(landscape, clusters=tuple(replace(cluster, nodes=None) for cluster in landscape.clusters))


def lies_between(observed: Observation, least: Decision, most: Decision) -> bool:
    """Say whether an answer shows at least what one decision says and at most what another says."""
    if observed.status != OK:
        return observed.status in (acceptable_statuses(least) | acceptable_statuses(most)) - {OK}
    if most.status != OK:
        return False
    low, high = expected(least), expected(most)
    if most.request.kind is Kind.COUNT:
        return observed.shards == high.shards
    return (
        _inside(low.seen, observed.seen)
        and _inside(observed.seen, high.seen)
        and _named_between(observed, low, high)
    )


def _named_between(observed: Observation, low: Observation, high: Observation) -> bool:
    """Say so of the names; fields too are those of more or of fewer shards."""
    fields = frozenset(name for name in high.names - low.names if name.startswith("field "))
    return observed.names | fields == high.names


def _inside(smaller: Seen, larger: Seen) -> bool:
    return all(
        name in larger and ids <= larger[name][0] and fields <= larger[name][1]
        for name, (ids, fields) in smaller.items()
    )
