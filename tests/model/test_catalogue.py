"""One catalogue of rules: everything that reports findings refers to it, and `docs/rules.md` shows it."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from esremote.model.findings import catalogue
from esremote.model.findings.catalogue import CATALOGUE
from esremote.model.findings.rule import Rule
from tools import rules_docs

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
ID = re.compile(r"\b(RC|DR)\d{3}\b")


def test_each_id_is_used_once() -> None:
    rules = [each for each in vars(catalogue).values() if isinstance(each, Rule)]
    assert list(CATALOGUE.values()) == rules
    assert [rule.id for rule in rules] == sorted((rule.id for rule in rules), key=_in_order)


def _in_order(id_: str) -> tuple[bool, str]:
    return id_.startswith("DR"), id_


@pytest.mark.parametrize("rule", CATALOGUE.values(), ids=lambda rule: rule.id)
def test_every_rule_has_an_emitter(rule: Rule) -> None:
    assert rules_docs.emitters(rule)


@pytest.mark.parametrize("emitter", rules_docs.EMITTERS)
def test_every_emitter_reports_rules_of_the_catalogue(emitter: str) -> None:
    for rule in rules_docs.EMITTERS[emitter]:
        assert CATALOGUE[rule.id] is rule


@pytest.mark.parametrize("rule", CATALOGUE.values(), ids=lambda rule: rule.id)
def test_every_rule_says_cause_impact_and_remedy(rule: Rule) -> None:
    assert ID.fullmatch(rule.id)
    assert re.fullmatch(r"[A-Z].+[^.]", rule.cause)
    assert re.fullmatch(r"[`A-Z].+\.", rule.impact)
    for remedy in (rule.remedy, rule.in_python or rule.remedy):
        assert re.fullmatch(r"[a-z].+[^.]", remedy)
    assert all(text.count("`") % 2 == 0 for text in (rule.cause, rule.impact, rule.remedy, rule.in_python))


def test_no_id_is_written_outside_the_catalogue() -> None:
    written = {
        f"{file.relative_to(ROOT)}:{line}"
        for package in ("esremote", "constructs_lib")
        for file in (ROOT / package).rglob("*.py")
        for line, text in _strings(ast.parse(file.read_text(encoding="utf-8")))
        if ID.search(text) and file != Path(catalogue.__file__)
    }
    assert not written, "refer to a row of the catalogue by its name"


def _strings(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the strings of a module that are no docstrings, with their lines."""
    prose = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value


@pytest.mark.parametrize("rule", CATALOGUE.values(), ids=lambda rule: rule.id)
def test_the_documentation_has_the_anchor_of_every_rule(rule: Rule) -> None:
    page, _, anchor = rule.anchor.partition("#")
    headings = re.findall(r"^#+ (.+)$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    assert anchor in [heading.lower() for heading in headings]
