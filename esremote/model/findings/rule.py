"""A rule: one row of the catalogue, and how its occurrences become findings."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass

from esremote.model.findings.finding import Finding, Severity
from esremote.model.source import NOWHERE, Source


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where a rule applies, as the function that looks for it reports it.

    Args:
        message: what is the case, with the values.
        remedy: what to do here; by default, what the rule says in general.
        about: the part of the subject that it is about, `analyst:audit-*`. It makes the finding's id finer.
        source: where that part is written; by default, where the subject is.
        severity: how much it matters here; by default, as much as the rule does.
    """

    message: str
    _: KW_ONLY
    remedy: str = ""
    about: str = ""
    source: Source = NOWHERE
    severity: Severity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the catalogue. Its texts are Markdown.

    Args:
        id: `RC` and a number for what synthesis and review check, `DR` and a number for what only the doctor
            sees.
        severity: how much its findings matter.
        cause: what is the case, a sentence without its full stop.
        impact: why it matters, whole sentences.
        remedy: what to do, an imperative without its full stop, in lower case.
        in_python: the same for a program that uses the construct library; empty if the words are the same.
    """

    id: str
    severity: Severity
    cause: str
    impact: str
    remedy: str
    in_python: str = ""

    @property
    def anchor(self) -> str:
        """Where the documentation describes it, as a path within the repository.

        >>> from esremote.model.findings import catalogue
        >>> catalogue.KEY_NEVER_EXPIRES.anchor
        'docs/rules.md#rc020'
        """
        return f"docs/rules.md#{self.id.lower()}"

    def finding(self, occurrence: Occurrence, *, subject: str, source: Source = NOWHERE) -> Finding:
        """Make a finding of an occurrence.

        Args:
            occurrence: what was found.
            subject: what it was found on.
            source: where the subject is written.
        """
        return Finding(
            rule=self.id,
            subject=f"{subject}:{occurrence.about}" if occurrence.about else subject,
            severity=occurrence.severity or self.severity,
            message=occurrence.message,
            remedy=occurrence.remedy or plain(self.remedy),
            source=source if occurrence.source == NOWHERE else occurrence.source,
        )


def plain(markdown: str) -> str:
    """Return a text of the catalogue as a terminal shows it.

    >>> plain("set `expiration` and `rotate_before`")
    'set expiration and rotate_before'
    """
    return markdown.replace("`", "")
