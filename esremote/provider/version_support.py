"""Checks during plan that clusters are new enough for the features that a resource uses.

A cluster that cannot be reached during plan is not checked. Nothing is lost: Terraform plans each resource
again right before it applies it. A cluster's version is read only if a feature that depends on the version is
used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.provider.validators import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from esremote.model.releases.requirements import Requirement
    from esremote.model.releases.versions import Version
    from esremote.provider.protocol import PlanRequest
    from esremote.provider.session import Session


async def check(session: Session, requirements: Iterable[Requirement], request: PlanRequest) -> None:
    """Add an error for each requirement that a cluster is too old for."""
    for requirement in requirements if request.planned != request.prior else ():
        version = await _version(session, requirement)
        shortfall = version and requirement.feature.shortfall(str(requirement.cluster), version)
        if shortfall:
            request.diagnostics.error(
                f"Cluster {requirement.cluster!r} is too old",
                f"{shortfall}. {requirement.remedy}.",
                path_of(requirement.asked_at),
            )


async def _version(session: Session, requirement: Requirement) -> Version | None:
    if not isinstance(requirement.cluster, str) or not session.knows(requirement.cluster):
        return None
    return await session.cluster(requirement.cluster, path_of(requirement.named_at)).version()
