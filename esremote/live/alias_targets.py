"""Which of the observed clusters an alias leads to: no API tells, so what only one cluster can have must.

In this order: the id of the key that its requests carry; the serial number of the certificate at its address;
the address itself; the alias, if a cluster is called so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from esremote.live.observed import ObservedAlias, ObservedCluster


def remote_of(alias: ObservedAlias, observed: Sequence[ObservedCluster]) -> str:
    """Return the name of the cluster that an alias leads to; the alias itself if it is none of those."""
    return next(_candidates(alias, observed), alias.alias)


def _candidates(alias: ObservedAlias, observed: Sequence[ObservedCluster]) -> Iterator[str]:
    serials = {at.certificate.serial.lower() for at in alias.at if at.certificate}
    yield from (one.name for one in observed if alias.key_id in one.keys)
    yield from (
        one.name for one in observed if serials & {known.serial.lower() for known in one.certificates}
    )
    yield from (one.name for one in observed if {*alias.addresses} & {*one.addresses})
    yield from (one.name for one in observed if one.name == alias.alias)
