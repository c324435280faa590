"""Which of the observed clusters an alias refers to.

No API reports it, so it is inferred, the strongest evidence first: the ID of the key that requests through
the alias use; the serial number of the certificate at its address; the address itself. If nothing of that
matches, it is a cluster of the same name as the alias, which is a guess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from esremote.live.observed import ObservedAlias, ObservedCluster


def remote_of(alias: ObservedAlias, observed: Sequence[ObservedCluster]) -> str:
    """Return the name of the cluster that an alias refers to; the alias itself if it is none of those."""
    return next(_candidates(alias, observed), alias.alias)


def _candidates(alias: ObservedAlias, observed: Sequence[ObservedCluster]) -> Iterator[str]:
    serials = {place.certificate.serial.lower() for place in alias.at if place.certificate}
    addresses = set(alias.addresses)
    yield from (cluster.name for cluster in observed if alias.key_id in cluster.keys)
    yield from (
        cluster.name
        for cluster in observed
        if serials & {certificate.serial.lower() for certificate in cluster.certificates}
    )
    yield from (cluster.name for cluster in observed if addresses & set(cluster.addresses))
    yield from (cluster.name for cluster in observed if cluster.name == alias.alias)
