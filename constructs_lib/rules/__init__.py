"""The checks. One rule is one function and one row of docs/rules.md; a test keeps them equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.findings import together
from constructs_lib.rules import access, lifecycle, models, settings, trust, versions
from constructs_lib.rules._rule import RULES, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constructs_lib.connection import Connection
    from constructs_lib.findings import Finding

__all__ = ["RULES", "Rule", "check"]

_ = (access, lifecycle, models, settings, trust, versions)  # importing them fills RULES


def check(connections: Iterable[Connection]) -> list[Finding]:
    """Apply every rule to every connection, in the order of the rules."""
    looked_at = list(connections)
    return together(
        finding
        for _, rule in sorted(RULES.items())
        for connection in looked_at
        for finding in rule.findings(connection)
    )
