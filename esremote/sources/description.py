"""What one source says of clusters: the one value that every command starts from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from esremote.sources.not_read import LeftOut, Other

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.access.decision.requests import Request
    from esremote.access.landscape.landscape import Landscape
    from esremote.model.findings.finding import Finding
    from esremote.sources.jsonlike import JsonObject
    from esremote.sources.kinds import Kind
    from esremote.sources.metadata import Metadata
    from esremote.sources.plan import ResourceChange
    from esremote.sources.snapshot import Endpoints, Snapshot


@dataclass(frozen=True, slots=True)
class Description:
    """What one source says.

    Attributes:
        name: the file or folder, as the user named it.
        kind: what it is.
        after: the clusters that it describes; for a plan, after apply.
        before: for a plan, the clusters as they are now; otherwise None.
        changes: for a plan, what it does to each resource.
        applied: for a plan, the clusters as the last apply left them, if they have changed since.
        left_out: for a plan, the changes that are not read.
        others: for synthesised stacks, the resources that are not read, by address.
        metadata: what the synthesised stacks say about themselves.
        configured: how each cluster is reached, as the provider's configuration says.
        requests: the questions of a facts document.
        ignored: the paths of what was read and has no bearing on remote access.
    """

    name: str
    kind: Kind
    after: Snapshot
    before: Snapshot | None = None
    changes: tuple[ResourceChange, ...] = ()
    applied: Snapshot | None = None
    left_out: LeftOut = field(default_factory=LeftOut)
    others: Mapping[str, Other] = field(default_factory=dict)
    metadata: tuple[Metadata, ...] = ()
    configured: Mapping[str, JsonObject] = field(default_factory=dict)
    requests: tuple[Request, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def landscape(self) -> Landscape:
        """The clusters, as the access model sees them."""
        return self.after.landscape

    @property
    def endpoints(self) -> Endpoints:
        """The addresses of each connection's remote cluster, as far as they are known."""
        return self.after.endpoints

    @property
    def checked(self) -> bool:
        """Whether our construct library wrote it, and so has checked it."""
        return any(each.checked for each in self.metadata)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks found at synthesis."""
        return tuple(finding for each in self.metadata for finding in each.findings)
