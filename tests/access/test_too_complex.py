"""A pattern that is too complex is neither invalid nor without matches: what it matches is not known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from esremote.access import facts
from esremote.access.decision.decisions import Outcome
from esremote.access.decision.requests import Request
from esremote.access.engine.deciding import decide
from esremote.access.pattern_sets import covers, meet, overlap
from esremote.cli import main
from esremote.model.patterns import TooComplexError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.files import Written

TOO_COMPLEX = "/(.{0,70}){0,70}/"
TOO_DEEP = f"/{'(' * 5000}a{')' * 5000}/"
PLAIN = {"clusters": ["dublin"], "names": ["logs-*"], "privileges": ["read"]}


def document(entry: dict[str, Any], key: str = "logs-?-*") -> dict[str, Any]:
    connection = {"remote_cluster": "dublin", "security_model": "api_key", "cross_cluster_api_key": "k"}
    licensed = {"version": "9.5.3", "license": "enterprise"}
    return {
        "format": "esremote/facts",
        "version": 1,
        "clusters": {
            "frankfurt": licensed
            | {"roles": {"odd": {"remote_indices": [entry]}}, "connections": {"dublin": connection}},
            "dublin": licensed | {"cross_cluster_api_keys": {"k": {"search": [{"names": [key]}]}}},
        },
    }


@pytest.mark.parametrize("pattern", [TOO_COMPLEX, TOO_DEEP])
@pytest.mark.parametrize("question", [overlap, meet, covers])
def test_a_question_about_it_has_no_answer(question: Callable[..., object], pattern: str) -> None:
    with pytest.raises(TooComplexError):
        question(("logs-?-*",), (pattern,))


@pytest.mark.parametrize("pattern", [TOO_COMPLEX, TOO_DEEP])
@pytest.mark.parametrize("member", ["names", "clusters", "key"])
def test_a_decision_that_needs_it_is_unknown(member: str, pattern: str) -> None:
    described = document(PLAIN, key=pattern) if member == "key" else document(PLAIN | {member: [pattern]})
    landscape = facts.read(json.dumps(described)).landscape
    decision = decide(landscape, Request("frankfurt", "dublin:logs-a-1", roles=("odd",)))
    assert [part.outcome for part in decision.parts] == [Outcome.UNKNOWN]
    assert "not known: too complex" in decision.parts[0].steps[-1].detail


def test_a_review_that_needs_it_says_so_and_does_not_pass(written: Written) -> None:
    file = written(document(PLAIN | {"names": [TOO_COMPLEX]}), "facts.json")
    result = CliRunner().invoke(main, ["review", str(file)])
    assert result.exit_code == 1
    assert "not known: too complex" in result.stderr
