"""What a rule is: a number, a severity, and one function that looks at one connection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from constructs_lib.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from constructs_lib.connection import Connection


@dataclass(frozen=True)
class Problem:
    """What a rule's function found.

    Attributes:
        message: what is so, with the values.
        remedy: what to do.
        about: part of the connection that it is about, as `analyst:audit-*`; makes the finding's id finer.
        source: line of that part; the connection's own by default.
    """

    message: str
    remedy: str
    about: str = ""
    source: str = ""


Check: TypeAlias = "Callable[[Connection], Iterator[Problem]]"


@dataclass(frozen=True)
class Rule:
    """One row of docs/rules.md."""

    id: str
    severity: Severity
    title: str
    check: Check

    def findings(self, connection: Connection) -> Iterator[Finding]:
        """Look at one connection."""
        for problem in self.check(connection):
            subject = connection.part_of or f"{connection.local.name}/{connection.alias}"
            yield Finding(
                rule=self.id,
                subject=f"{subject}:{problem.about}" if problem.about else subject,
                severity=self.severity,
                message=problem.message,
                remedy=problem.remedy,
                source=problem.source or connection.source,
                address=connection.address,
            )


RULES: dict[str, Rule] = {}


def rule(id_: str, severity: Severity) -> Callable[[Check], Check]:
    """Make a function a rule. The first line of its docstring is the rule's title."""

    def register(check: Check) -> Check:
        title = (check.__doc__ or "").partition("\n")[0].rstrip(".")
        RULES[id_] = Rule(id_, severity, title, check)
        return check

    return register
