"""Every format, as people and programs get it: golden files of one review that has everything in it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from esremote.model.findings.finding import Finding, Severity
from esremote.review.review import review
from esremote.review.writers import WRITERS
from esremote.sources.read import read_source
from tests.support.plans import by_certificate, by_key, plan, remote, role

if TYPE_CHECKING:
    from esremote.review.report import Report
    from esremote.sources.jsonlike import Json
    from tests.support.files import Written
    from tests.support.golden import Golden

SUFFIXES = {
    "text": "txt",
    "markdown": "md",
    "json": "json",
    "sarif": "sarif",
    "html": "html",
    "mermaid": "mmd",
    "svg": "svg",
}
SCHEMA = Path(__file__).parents[2] / "docs/review.schema.json"

BEFORE = {
    "esremote_connection.frankfurt_dublin": by_key("logs-*"),
    "esremote_connection.frankfurt_tokyo": by_certificate(alias="tokyo"),
    "esremote_role.frankfurt_analyst": role(remote("logs-app-*")),
    "esremote_role.frankfurt_auditor": role(remote("logs-audit"), name="auditor"),
    "esremote_role.tokyo_analyst": {
        "on_cluster": "tokyo",
        "name": "analyst",
        "indices": [{"names": ["logs-*"], "privileges": ["read", "view_index_metadata"]}],
    },
}
AFTER = {
    "esremote_connection.frankfurt_dublin": by_key("logs-*", "metrics-*", expiration="90d"),
    "esremote_connection.frankfurt_oregon": by_key("logs-*", alias="oregon", to="oregon", expiration="90d"),
    "esremote_role.frankfurt_analyst": role(
        remote("logs-*", clusters=("dublin", "oregon"), query='{"term":{"team":"web|app"}}'),
        remote("logs-app-*", "metrics-*", clusters=("dublin",)),
    ),
    "esremote_role.frankfurt_auditor": role(remote("logs-audit"), name="auditor"),
}
METADATA: Json = {
    "format": 1,
    "sources": {
        "esremote_connection.frankfurt_dublin": "stacks/search.py:18",
        "esremote_connection.frankfurt_oregon": "stacks/search.py:19",
        "esremote_role.frankfurt_analyst": "stacks/search.py:21",
        "esremote_role.frankfurt_analyst.remote_indices[1]": "stacks/search.py:22",
    },
    "clusters": {
        name: {"source": f"stacks/search.py:{line}", "deployment": "self_managed", "version": "9.5.3"}
        for name, line in (("dublin", 12), ("frankfurt", 11), ("oregon", 13))
    },
    "connections": {},
    "findings": [
        {
            "rule": "RC031",
            "id": "RC031[frankfurt/oregon:analyst:logs-*]",
            "severity": "warning",
            "message": "grant_search(analyst, names=['logs-*']) is limited by the cross-cluster API key to "
            "'logs-app-*': 'logs-app-a' is included, 'logs-a' is not",
            "remedy": "narrow the names to what is meant, or allow more in the key",
            "source": "stacks/search.py:21",
            "address": "esremote_role.frankfurt_analyst",
        },
        {
            "rule": "RC010",
            "id": "RC010[frankfurt/dublin]",
            "severity": "note",
            "message": "connection 'dublin' of 'frankfurt' does not set skip_unavailable",
            "remedy": "set skip_unavailable=False if incomplete results would mislead, otherwise True",
            "source": "stacks/search.py:18",
            "acknowledged": {"reason": "an incomplete answer is worse than none", "until": "2026-12-31"},
        },
    ],
    "node_settings": {},
    "ports": [],
}


@pytest.fixture
def report(written: Written) -> Report:
    written({"//": {"esremote": METADATA}, "resource": {}}, "search/cdk.tf.json")
    unknown = {
        "esremote_connection.frankfurt_oregon": {"cross_cluster_api_key": {"id": True, "expiration": True}}
    }
    file = written(plan(BEFORE, AFTER, unknown), "search/plan.json")
    return review(read_source(file, today=date(2026, 7, 1)))


@pytest.mark.parametrize("format_", WRITERS)
def test_the_output_is_as_agreed(report: Report, format_: str, golden: Golden) -> None:
    golden(f"review.{SUFFIXES[format_]}", WRITERS[format_](report))


def test_the_documentation_lists_every_format() -> None:
    page = (SCHEMA.parent / "review.md").read_text(encoding="utf-8")
    listed = {
        name
        for row in re.findall(r"^\| (`.*?) \|", page, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    assert set(WRITERS) <= listed


@pytest.mark.parametrize("format_", WRITERS)
def test_a_review_of_nothing_is_short(written: Written, format_: str, golden: Golden) -> None:
    nothing = review(read_source(written(plan(AFTER, AFTER)), today=date(2026, 7, 1)))
    golden(f"nothing.{SUFFIXES[format_]}", WRITERS[format_](nothing))


def test_sarif_has_room_for_a_rule_that_a_newer_version_found(report: Report) -> None:
    newer = Finding(rule="RC999", subject="a/b", severity=Severity.ERROR, message="something new")
    (run,) = json.loads(WRITERS["sarif"](replace(report, findings=(newer,))))["runs"]
    assert run["tool"]["driver"]["rules"][1]["shortDescription"] == {"text": "Rule RC999"}
    assert run["results"][-1]["ruleId"] == "RC999"


def test_the_json_is_what_its_schema_says(report: Report) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(WRITERS["json"](report)))


def test_the_schema_has_no_room_for_anything_else(report: Report) -> None:
    document = json.loads(WRITERS["json"](report))
    document["new_access"][0]["something"] = "else"
    assert not Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).is_valid(document)


def test_the_drawing_is_well_formed(report: Report) -> None:
    root = ET.fromstring(WRITERS["svg"](report))  # noqa: S314 - our own output
    arrows = [
        arrow
        for arrow in root.iter("{http://www.w3.org/2000/svg}path")
        if arrow.get("class", "").startswith("link")
    ]
    assert len(arrows) == len(report.links)
    mutual = [arrow for arrow in arrows if arrow.get("marker-start")]
    assert [arrow[0].text for arrow in mutual] == ["frankfurt to tokyo: tokyo · TLS certificates · 9300"]


def test_the_page_needs_no_script_and_no_network(report: Report) -> None:
    page = WRITERS["html"](report)
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page


def test_names_cannot_break_out_of_a_page_or_a_comment(written: Written) -> None:
    nasty = "<script>alert(1)</script>|`*x*`"
    file = written(plan({}, {"esremote_connection.c": by_key(nasty, alias="a|b", to="<b>")}))
    report = review(read_source(file, today=date(2026, 7, 1)))

    assert "<script>" not in WRITERS["html"](report)
    assert "<b>" not in WRITERS["svg"](report)
    (row,) = (line for line in WRITERS["markdown"](report).splitlines() if line.startswith("| 🟢"))
    assert row.replace("\\|", "").count("|") == 7


def test_a_comment_stays_within_what_a_code_host_accepts(written: Written) -> None:
    roles = {f"esremote_role.r{n}": role(remote(f"logs-{n}-*"), name=f"role-{n}") for n in range(3000)}
    file = written(plan({}, {"esremote_connection.c": by_key("logs-*"), **roles}))
    comment = WRITERS["markdown"](review(read_source(file, today=date(2026, 7, 1))))

    assert len(comment) < 65_536
    assert "… and 2,971 more" in comment
