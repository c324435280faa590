"""One finding: something about a deployment that a person should look at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from esremote.model.source import NOWHERE, Source

if TYPE_CHECKING:
    from datetime import date


class Severity(StrEnum):
    """How much a finding matters, the worst first.

    An error stops the synthesis until it is fixed or acknowledged. A warning needs a decision. A note points
    out something that is easily overlooked.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """Its position in a list that begins with the worst, from 0."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """Someone's decision to live with a finding.

    Args:
        of: the id of a finding, `RC002[frankfurt/dublin]`, or of a rule, `RC002`.
        reason: why, in words for the next reader.
        until: the last day on which it holds; None if it holds indefinitely.
        source: where the decision is written.
    """

    of: str
    reason: str
    until: date | None = None
    source: Source = NOWHERE

    def holds(self, today: date) -> bool:
        """Return whether it has not expired yet."""
        return self.until is None or today <= self.until

    def __str__(self) -> str:
        return f"{self.reason} (until {self.until})" if self.until else self.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a check found.

    Args:
        rule: the id of the rule, a row of the catalogue.
        subject: what it is about, `frankfurt/dublin`; one rule can find several things.
        severity: how much it matters.
        message: what is the case, with the values.
        remedy: what to do about it; empty if there is nothing to do.
        source: where the subject is written.
        acknowledged: the decision to accept it; None if there is none.
    """

    rule: str
    subject: str
    severity: Severity
    message: str
    remedy: str = ""
    source: Source = NOWHERE
    acknowledged: Acknowledgement | None = None

    @property
    def id(self) -> str:
        """The rule and what the finding is about: the same in every run, so that it can be acknowledged.

        >>> Finding(rule="RC002", subject="frankfurt/dublin", severity=Severity.WARNING, message="").id
        'RC002[frankfurt/dublin]'
        """
        return f"{self.rule}[{self.subject}]" if self.subject else self.rule

    @property
    def stops(self) -> bool:
        """Whether the program must not be deployed like this."""
        return self.severity is Severity.ERROR and self.acknowledged is None

    def __str__(self) -> str:
        """Return it in one line, as compilers do.

        >>> place = Source.parse("main.py:15")
        >>> print(Finding(rule="RC020", subject="a/b", severity=Severity.NOTE, message="m", source=place))
        main.py:15: note: m (RC020[a/b])
        """
        place = f"{self.source.place}: " if self.source.place else ""
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"{place}{self.severity}: {self.message}{remedy} ({self.id})"
