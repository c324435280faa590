"""The part of `docs/rules.md` that is generated: every rule of the catalogue, and what reports it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.rules import CHECKS, RESOURCE_CHECKS
from esremote.live.checks import ALIAS_CHECKS, CLUSTER_CHECKS
from esremote.model.findings import catalogue
from esremote.model.sentences import sentence
from esremote.review import rules as review
from esremote.review.key_rules import RESOURCE_RULES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from esremote.model.findings.rule import Rule

PAGE = Path(__file__).parents[1] / "docs" / "rules.md"
MARK = (
    "<!-- Everything below is generated from esremote/model/findings/catalogue.py; `make docs` renews it. -->"
)

EMITTERS: Mapping[str, Collection[Rule]] = {
    "synthesis": [catalogue.IDLE_ACKNOWLEDGEMENT, *CHECKS, *RESOURCE_CHECKS],
    "review": [*review.CHECKS, *RESOURCE_RULES],
    "doctor": [*CLUSTER_CHECKS, *ALIAS_CHECKS, *review.CHECKS],
}
"""What reports findings, and of which rules. The doctor applies the rules of the review as well."""


def page() -> str:
    """Return the whole page: what is written by hand above the mark, then the rules."""
    by_hand, _, _ = PAGE.read_text(encoding="utf-8").partition(MARK)
    return by_hand + "\n".join([MARK, "", *_table(), "", *map(_section, catalogue.CATALOGUE.values())])


def _table() -> Iterator[str]:
    yield "| Rule | Severity | Reported by | Cause |"
    yield "|---|---|---|---|"
    for rule in catalogue.CATALOGUE.values():
        name = f"[{rule.id}](#{rule.id.lower()})"
        yield f"| {name} | {rule.severity} | {', '.join(emitters(rule))} | {rule.cause} |"


def _section(rule: Rule) -> str:
    remedies = [f"- **Remedy:** {sentence(rule.remedy)}"]
    if rule.in_python:
        remedies.append(f"- **In a Python program:** {sentence(rule.in_python)}")
    return "\n".join([f"### {rule.id}", "", f"{rule.cause}. {rule.impact}", "", *remedies, ""])


def emitters(rule: Rule) -> list[str]:
    """Name what reports a rule."""
    return [name for name, rules in EMITTERS.items() if rule in rules]
