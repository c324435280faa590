"""What happens to the findings of a stack: equal ones are merged, accepted ones marked, errors stop it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from constructs_lib._source import caller
from esremote.model.errors import ConfigurationError
from esremote.model.findings import catalogue
from esremote.model.findings.finding import Acknowledgement
from esremote.model.findings.rule import Occurrence
from esremote.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from esremote.model.findings.finding import Finding


class FindingsError(SystemExit):
    """The checks found errors and have shown them. Nothing is written, and the program ends with exit code 1.

    A `SystemExit`, because a traceback to `app.synth()` would add nothing to the findings.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        number = "an error" if len(findings) == 1 else f"{len(findings)} errors"
        super().__init__(f"the checks found {number}; nothing was written")
        self.findings = tuple(findings)


def acknowledgement(of: str, *, reason: str, until: str | date | None) -> Acknowledgement:
    """Read an acknowledgement as the user writes it, at the line that calls.

    Args:
        of: the id of a finding or of a rule.
        reason: why, in words for the next reader.
        until: the last day on which it holds, a date or `"2027-06-30"`.

    Raises:
        ConfigurationError: the reason is empty, or `until` is not a date.
    """
    if not reason.strip():
        raise ConfigurationError(
            f"acknowledge({of!r}).reason", "must not be empty", remedy="say why it is right here"
        )
    try:
        day = date.fromisoformat(until) if isinstance(until, str) else until
    except ValueError as problem:
        raise ConfigurationError(
            f"acknowledge({of!r}).until", f"must be a date, got {until!r}", remedy="write '2027-06-30'"
        ) from problem
    return Acknowledgement(of=of, reason=reason, until=day, source=Source.parse(caller()))


def together(findings: Iterable[Finding]) -> list[Finding]:
    """Put findings of the same id together: a mesh reports once what is true of all its connections."""
    by_id: dict[str, list[Finding]] = {}
    for finding in findings:
        by_id.setdefault(finding.id, []).append(finding)
    return [
        same[0] if len(same) == 1 else replace(same[0], message=_with_count(same)) for same in by_id.values()
    ]


def _with_count(same: Sequence[Finding]) -> str:
    others = len({finding.message for finding in same}) - 1
    return same[0].message + (f" (and {others:,} more like it)" if others else "")


def acknowledge(findings: Iterable[Finding], acknowledgements: Sequence[Acknowledgement]) -> list[Finding]:
    """Mark the findings that someone has accepted; idle acknowledgements become findings themselves."""
    today = datetime.now(UTC).date()
    valid = [each for each in acknowledgements if each.holds(today)]
    used: set[Acknowledgement] = set()
    marked: list[Finding] = []
    for finding in findings:
        match = next((each for each in valid if each.of in {finding.id, finding.rule}), None)
        if match is not None:
            used.add(match)
        marked.append(finding if match is None else replace(finding, acknowledged=match))
    idle = [each for each in acknowledgements if each not in used]
    return marked + [_idle(each, expired=each not in valid) for each in idle]


def _idle(acknowledgement: Acknowledgement, *, expired: bool) -> Finding:
    what = f"expired on {acknowledgement.until}" if expired else "matches no finding"
    occurrence = Occurrence(
        f"the acknowledgement of {acknowledgement.of} {what}",
        remedy="review the finding again" if expired else "remove it",
    )
    return catalogue.IDLE_ACKNOWLEDGEMENT.finding(
        occurrence, subject=acknowledgement.of, source=acknowledgement.source
    )
