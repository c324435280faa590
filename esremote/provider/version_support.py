"""Checks during plan that clusters are new enough for the features that a resource uses.

A cluster that cannot be reached during plan is not checked. Nothing is lost: Terraform plans each resource
again right before it applies it. A cluster's version is read only if a feature that depends on the version is
used.
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
class Requirement:
    """A feature that a cluster must support.

    `cluster` is the cluster's name in `clusters`, which may not be known yet; `named_at` is the attribute
    that names it, and `required_by` is the attribute that uses the feature.
    """

    cluster: object
    named_at: Path
    feature: Feature
    required_by: Path


async def check(session: Session, requirements: Iterable[Requirement], request: PlanRequest) -> None:
    """Add an error for each requirement that a cluster is too old for."""
    for requirement in requirements if request.planned != request.prior else ():
        version = await _version(session, requirement)
        if version is not None and not requirement.feature.is_in(version):
            feature = requirement.feature
            request.diagnostics.error(
                f"Cluster {requirement.cluster!r} is too old",
                f"Elasticsearch {feature.since} or later is required for {feature.label}, but cluster "
                f"{requirement.cluster!r} runs {version}. Remove this attribute, or upgrade the cluster.",
                requirement.required_by,
            )


async def _version(session: Session, requirement: Requirement) -> Version | None:
    if not isinstance(requirement.cluster, str) or not session.knows(requirement.cluster):
        return None
    return await session.cluster(requirement.cluster, requirement.named_at).version()
