"""What the checks found, with place and remedy; and what somebody has accepted, with a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from typing import TYPE_CHECKING

from constructs_lib._source import caller
from esremote.model.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Severity(Enum):
    """An error stops the synthesis until it is mended or acknowledged; a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True)
class Acknowledgement:
    """Somebody's decision to live with a finding.

    Attributes:
        id: of a finding, `RC002[frankfurt/dublin]`, or of a rule, `RC002`.
        reason: why, in words for the next reader.
        until: the last day on which it holds.
        source: file and line of the user's program.
    """

    id: str
    reason: str
    until: date | None
    source: str

    @classmethod
    def of(cls, id_: str, *, reason: str, until: str | date | None) -> Acknowledgement:
        """Read what the user wrote.

        Raises:
            ConfigurationError: there is no reason, or the date is none.
        """
        if not reason.strip():
            raise ConfigurationError(
                f"acknowledge({id_!r}).reason", "must not be empty", remedy="say why it is right here"
            )
        try:
            day = date.fromisoformat(until) if isinstance(until, str) else until
        except ValueError as problem:
            raise ConfigurationError(
                f"acknowledge({id_!r}).until", f"must be a date, got {until!r}", remedy="write '2027-06-30'"
            ) from problem
        return cls(id=id_, reason=reason, until=day, source=caller())

    @property
    def expired(self) -> bool:
        """Whether its last day is over."""
        return self.until is not None and self.until < datetime.now(UTC).date()


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that a check found.

    Attributes:
        rule: row of docs/rules.md.
        subject: what it is about, finer than the rule: `frankfurt/dublin`.
        severity: how bad.
        message: what is so, with the values.
        remedy: what to do.
        source: file and line of the user's program.
        address: Terraform address of the resource that it is about.
        acknowledged: who has accepted it, and why.
    """

    rule: str
    subject: str
    severity: Severity
    message: str
    remedy: str
    source: str
    address: str | None = None
    acknowledged: Acknowledgement | None = None

    @property
    def id(self) -> str:
        """The rule and what it is about; `acknowledge` takes it."""
        return f"{self.rule}[{self.subject}]"

    @property
    def stops(self) -> bool:
        """Whether the program must not be deployed like this."""
        return self.severity is Severity.ERROR and self.acknowledged is None

    def __str__(self) -> str:
        return f"{self.source}: {self.severity.value}: {self.message}; {self.remedy} ({self.id})"

    def as_json(self) -> dict[str, object]:
        """Return it as the stack's metadata writes it."""
        written: dict[str, object] = {
            "rule": self.rule,
            "id": self.id,
            "severity": self.severity.value,
            "message": self.message,
            "remedy": self.remedy,
            "source": self.source,
        }
        if self.address:
            written["address"] = self.address
        if self.acknowledged:
            until = self.acknowledged.until
            written["acknowledged"] = {"reason": self.acknowledged.reason} | (
                {"until": until.isoformat()} if until else {}
            )
        return written


class FindingsError(SystemExit):
    """The checks found errors and have shown them. Nothing is written, and the program ends with exit code 1.

    A `SystemExit`, because a traceback to `app.synth()` would say nothing that the findings do not say
    better.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        number = "an error" if len(findings) == 1 else f"{len(findings)} errors"
        super().__init__(f"the checks found {number}; nothing was written")
        self.findings = tuple(findings)


def together(findings: Iterable[Finding]) -> list[Finding]:
    """Put findings of one id together: a mesh says once what is so for all its connections."""
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
    """Mark the findings that somebody has accepted; idle acknowledgements become findings themselves."""
    valid = [each for each in acknowledgements if not each.expired]
    used: set[Acknowledgement] = set()
    marked: list[Finding] = []
    for finding in findings:
        match = next((each for each in valid if each.id in {finding.id, finding.rule}), None)
        if match is not None:
            used.add(match)
        marked.append(finding if match is None else replace(finding, acknowledged=match))
    idle = [each for each in acknowledgements if each not in used]
    return marked + [_idle(each) for each in idle]


def _idle(acknowledgement: Acknowledgement) -> Finding:
    expired = acknowledgement.expired
    return Finding(
        rule="RC000",
        subject=acknowledgement.id,
        severity=Severity.WARNING,
        message=f"the acknowledgement of {acknowledgement.id} "
        + (f"ended on {acknowledgement.until}" if expired else "matches no finding"),
        remedy="look at the finding again" if expired else "remove it",
        source=acknowledgement.source,
    )
