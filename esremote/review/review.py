"""The review itself: two states of the clusters in, one report out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.review import rules
from esremote.review.changes import between, changes
from esremote.review.compare import compare
from esremote.review.key_rules import keys_that_never_expire
from esremote.review.moved import moved_aliases
from esremote.review.network import links, port_changes, trust_changes
from esremote.review.report import Direction, Report
from esremote.review.words import count
from esremote.sources.not_read import LeftOut, left_out_between
from esremote.sources.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from esremote.model.findings.finding import Finding
    from esremote.review.report import AccessChange
    from esremote.sources.description import Description
    from esremote.sources.plan import ResourceChange


def review(after: Description, before: Description | None = None) -> Report:
    """Report what changes between two states of the clusters.

    Args:
        after: a plan, or a synthesised folder.
        before: a synthesised folder, a state or a facts document to compare with; without it, the plan's own
            world before, and for a synthesised folder a world without any connection.
    """
    old = before.after if before is not None else after.before or Snapshot()
    new = after.after
    moved = moved_aliases(old, new)
    elsewhere = {(alias.local_cluster, alias.alias) for alias in moved}
    return Report(
        title=after.name if before is None else f"{before.name} → {after.name}",
        access=compare(old.landscape, new.landscape, elsewhere),
        changes=changes(after.changes if before is None and after.before else between(old, new), old, new),
        ports=port_changes(old, new),
        trust=trust_changes(old, new),
        findings=tuple(sorted(_findings(after), key=_weight)),
        links=links(old, new),
        unknown=new.unknown,
        purpose=_purpose(after.changes) if before is None else "",
        drifted=_drifted(after) if before is None else (),
        moved=moved,
        left_out=_left_out(after, before),
    )


def _left_out(after: Description, before: Description | None) -> LeftOut:
    """Give what is not read of a plan; of other sources, what differs of what is not read."""
    if after.before is not None:
        return after.left_out
    return left_out_between(before.others if before is not None else {}, after.others)


def _purpose(changes: Sequence[ResourceChange]) -> str:
    """Say what a whole plan does, if it does one and the same to everything; empty otherwise."""
    planned = [change for change in changes if not change.outside]
    if planned and all(change.actions == ("delete",) for change in planned):
        return f"This plan destroys everything that it manages: {count(len(planned), 'resource')}."
    idle = all(change.actions == ("no-op",) and not change.imported for change in planned)
    if idle and len(planned) < len(changes):
        return "This plan changes nothing in Elasticsearch: it records what changed outside Terraform."
    return ""


def _drifted(plan: Description) -> tuple[AccessChange, ...]:
    """List the access that the clusters have now and that the last apply did not leave there."""
    if plan.applied is None or plan.before is None:
        return ()
    moved = {(alias.local_cluster, alias.alias) for alias in moved_aliases(plan.applied, plan.before)}
    found = compare(plan.applied.landscape, plan.before.landscape, moved)
    return tuple(change for change in found if change.direction is Direction.ADDED)


def _findings(after: Description) -> tuple[Finding, ...]:
    """Return what the synthesis found; where nothing was synthesised by our constructs, look ourselves."""
    if after.checked:
        return after.findings
    return (*rules.findings(after.after.landscape), *keys_that_never_expire(after.after))


def _weight(finding: Finding) -> tuple[bool, int, str]:
    """Order findings: open ones first, then by how much they matter."""
    return finding.acknowledged is not None, finding.severity.rank, finding.id
