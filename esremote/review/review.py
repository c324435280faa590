"""The review itself: two states of the clusters in, one report out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.review import rules
from esremote.review.changes import between, changes
from esremote.review.compare import compare
from esremote.review.network import links, port_changes, trust_changes
from esremote.review.report import Report
from esremote.sources.snapshot import Snapshot

if TYPE_CHECKING:
    from esremote.model.findings.finding import Finding
    from esremote.sources.description import Description


def review(after: Description, before: Description | None = None) -> Report:
    """Report what changes between two states of the clusters.

    Args:
        after: a plan, or a synthesised folder.
        before: a synthesised folder, a state or a facts document to compare with; without it, the plan's own
            world before, and for a synthesised folder a world without any connection.
    """
    old = before.after if before is not None else after.before or Snapshot()
    new = after.after
    return Report(
        title=after.name if before is None else f"{before.name} → {after.name}",
        access=compare(old.landscape, new.landscape),
        changes=changes(after.changes if before is None and after.before else between(old, new), old, new),
        ports=port_changes(old, new),
        trust=trust_changes(old, new),
        findings=tuple(sorted(_findings(after), key=_weight)),
        links=links(old, new),
        unknown=new.unknown,
    )


def _findings(after: Description) -> tuple[Finding, ...]:
    """Return what the synthesis found; where nothing was synthesised by our constructs, look ourselves."""
    return after.findings if after.checked else rules.findings(after.after.landscape)


def _weight(finding: Finding) -> tuple[bool, int, str]:
    """Order findings: open ones first, then by how much they matter."""
    return finding.acknowledged is not None, finding.severity.rank, finding.id
