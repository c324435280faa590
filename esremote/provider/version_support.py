"""Whether a cluster is new enough for what a resource asks of it.

A plan says so, where the cluster can be asked by then. Where it cannot, nothing is lost: Terraform plans each
resource once more before it applies it, when all is known. A cluster of which nothing is asked that came with
some version is not asked for its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from esremote.model.releases.features import Feature
    from esremote.model.releases.versions import Version
    from esremote.provider.protocol import Path, PlanRequest
    from esremote.provider.session import Session


@dataclass(frozen=True)
class Need:
    """A feature that a cluster has to have, and the attributes that name the cluster and ask for the feature.

    `cluster` is its name in `clusters`, unless that is not known yet.
    """

    cluster: object
    named_at: Path
    feature: Feature
    asked_at: Path


async def check(session: Session, needs: Iterable[Need], request: PlanRequest) -> None:
    """Add a finding for each feature that is asked of a cluster too old for it."""
    for need in needs if request.planned != request.prior else ():
        version = await _version(session, need)
        if version is not None and not need.feature.is_in(version):
            request.diagnostics.error(
                f"Cluster {need.cluster!r} is too old for this",
                f"For {need.feature.label} it needs {need.feature.since}; {need.cluster!r} has {version}. "
                "Leave it out, or upgrade the cluster.",
                need.asked_at,
            )


async def _version(session: Session, need: Need) -> Version | None:
    if not isinstance(need.cluster, str) or not session.knows(need.cluster):
        return None
    return await session.cluster(need.cluster, need.named_at).version()
