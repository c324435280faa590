"""What a person reads about a decision: steps in order, each with its source, what is seen, the remedy."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from esremote.access import facts
from esremote.access.assertions import assert_allowed, assert_denied
from esremote.access.decision.decisions import Outcome
from esremote.access.decision.requests import Expand, Kind, Request
from esremote.access.decision.traces import html, text
from esremote.access.engine.deciding import decide
from tests.support.golden import assert_golden

if TYPE_CHECKING:
    from esremote.access.decision.decisions import Decision
    from esremote.access.landscape.landscape import Landscape

GOLDEN = Path(__file__).parent / "golden"
FACTS = json.loads((GOLDEN / "explanations.facts.json").read_text())
NOW = datetime(2026, 6, 1, tzinfo=UTC)

QUESTIONS = {
    "a wildcard that the key narrows": {"expression": "dublin:*", "user": "ada"},
    "a name outside the key": {"expression": "dublin:audit-2026", "user": "ada"},
    "a name outside the role": {"expression": "dublin:metrics-1", "user": "ada"},
    "a privilege that is not enough": {"expression": "dublin:logs-1", "user": "ben"},
    "a name that does not exist": {"expression": "dublin:logs-9", "user": "ada"},
    "a closed index": {"expression": "dublin:logs-old", "user": "ada"},
    "documents and fields": {"expression": "dublin:logs-errors", "user": "cleo"},
    "an alias for which nothing is asked": {"expression": "tokyo:logs-1", "user": "ada"},
    "a restricted index": {"expression": "dublin:.security-7", "user": "root"},
    "a key that expired": {"expression": "osaka:logs-1", "user": "ada"},
    "a connection whose key is not known": {"expression": "lima:logs-1", "user": "ada"},
    "an alias that does not exist": {"expression": "gone:logs-1", "user": "ada"},
    "the superuser over certificates": {"expression": "paris:audit-2026", "user": "root"},
    "a role that the remote cluster does not have": {"expression": "paris:logs-1", "user": "ben"},
    "run as another": {"expression": "dublin:logs-1", "user": "root", "run_as": "ada"},
    "run as another without leave": {"expression": "dublin:logs-1", "user": "ada", "run_as": "ben"},
    "shards refuse behind an alias": {
        "expression": "dublin:logs-errors,dublin:logs-plain",
        "user": "cleo",
        "ccs_minimize_roundtrips": False,
    },
    "several clusters, one skipped": {"expression": "dublin:logs-1,oslo:secret", "user": "ada"},
    "enrich": {"expression": "dublin:", "user": "ada", "kind": Kind.ENRICH},
    "enrich with the privilege": {"expression": "dublin:", "user": "cleo", "kind": Kind.ENRICH},
    "follow": {"expression": "dublin:logs-1", "user": "ada", "kind": Kind.FOLLOW},
    "follow with the privilege": {"expression": "dublin:leader-1", "user": "dan", "kind": Kind.FOLLOW},
    "ES|QL without a local privilege": {"expression": "dublin:logs-*", "user": "ada", "kind": Kind.ESQL},
    "ES|QL": {"expression": "dublin:logs-*", "user": "root", "kind": Kind.ESQL},
    "failure stores": {"expression": "paris:logs-app::failures", "user": "ada"},
    "failure stores over a key": {"expression": "dublin:logs-app::failures", "user": "ada"},
    "date math": {"expression": "dublin:<logs-{now/d}>", "user": "ada"},
    "date math that cannot be read": {"expression": "dublin:<logs-{now/q}>", "user": "ada"},
    "a selector that is none": {"expression": "dublin:logs-*::*", "user": "ada"},
    "closed ones too": {
        "expression": "dublin:logs-*",
        "user": "ada",
        "kind": Kind.RESOLVE_INDEX,
        "expand_wildcards": frozenset({Expand.OPEN, Expand.CLOSED}),
    },
    "in general, where it is not known which indices exist": {"expression": "quito:*", "user": "cleo"},
    "in general, by a name": {"expression": "quito:audit-1", "user": "ada"},
}


def landscape() -> Landscape:
    return facts.read(json.dumps(FACTS)).landscape


def decisions() -> dict[str, Decision]:
    return {
        name: decide(landscape(), replace(Request("frankfurt", ""), **asked), at=NOW)  # type: ignore[arg-type]
        for name, asked in QUESTIONS.items()
    }


def test_as_text() -> None:
    told = "\n\n".join(f"# {name}\n{text(decision)}" for name, decision in decisions().items())
    assert_golden(GOLDEN / "explanations.txt", told + "\n")


def test_as_html() -> None:
    told = "\n".join(f"<h3>{name}</h3>\n{html(decision)}" for name, decision in decisions().items())
    assert_golden(GOLDEN / "explanations.html", told + "\n")


def test_html_escapes_every_value() -> None:
    request = Request("frankfurt", "dublin:<script>alert('1')</script>,-x&y", user="ada")
    told = html(decide(landscape(), request))
    assert "<script>" not in told
    assert re.findall(r"&(?!amp;|lt;|gt;|#x27;|quot;)", told) == []


def test_equal_answers_are_equal_whatever_the_reasons() -> None:
    first = decide(landscape(), Request("frankfurt", "dublin:logs-1", user="ada"))
    other = decide(landscape(), Request("frankfurt", "dublin:logs-1", roles=("analyst",)))
    assert first != other
    assert first.answer == other.answer


def test_expectations_hold_or_fail_with_the_trace() -> None:
    assert_allowed(landscape(), Request("frankfurt", "dublin:logs-1", user="ada"))
    assert_denied(landscape(), Request("frankfurt", "dublin:audit-2026", user="ada"))
    with pytest.raises(AssertionError, match=r"expected to be allowed:\nDENIED(.*\n)+.*stacks/search.py:20"):
        assert_allowed(landscape(), Request("frankfurt", "dublin:audit-2026", user="ada"))
    with pytest.raises(AssertionError, match=r"expected to be denied:\nALLOWED"):
        assert_denied(landscape(), Request("frankfurt", "dublin:logs-1", user="ada"))


@pytest.mark.parametrize("license_", ["basic", "platinum"])
@pytest.mark.parametrize("cluster", ["frankfurt", "dublin"])
def test_the_api_key_model_needs_its_licence_on_both_sides(license_: str, cluster: str) -> None:
    known = landscape()
    clusters = tuple(replace(c, license=license_) if c.name == cluster else c for c in known.clusters)
    decision = decide(replace(known, clusters=clusters), Request("frankfurt", "dublin:logs-1", user="ada"))
    assert decision.status == 403
    assert f"licence {license_}" in text(decision)


def signed(identity: str, signs_with: str | None) -> Landscape:
    document = json.loads(json.dumps(FACTS))
    clusters = document["clusters"]
    clusters["dublin"]["cross_cluster_api_keys"]["frankfurt-dublin"]["certificate_identity"] = identity
    if signs_with:
        clusters["frankfurt"]["connections"]["dublin"]["signing_certificate_dn"] = signs_with
    return facts.read(json.dumps(document)).landscape


@pytest.mark.parametrize(
    ("signs_with", "status"),
    [("CN=frankfurt,O=example", 200), ("CN=other", 401), (None, 401)],
)
def test_a_key_with_a_certificate_identity_needs_a_matching_signature(
    signs_with: str | None, status: int
) -> None:
    known = signed("CN=frankfurt,.*", signs_with)
    assert decide(known, Request("frankfurt", "dublin:logs-1", user="ada")).status == status


def test_a_certificate_identity_that_python_cannot_read_is_no_answer_and_no_crash() -> None:
    decision = decide(signed(r"CN=\p{L}+", "CN=frankfurt"), Request("frankfurt", "dublin:logs-1", user="ada"))
    (part,) = decision.parts
    assert part.outcome is Outcome.UNKNOWN
    assert r"needs a signature of [CN=\p{L}+], which cannot be read here: bad escape \p" in text(decision)
