"""Questions and expectations about access, against every kind of file."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from esremote.cli import main
from tests.support.plans import by_certificate, by_key, plan, remote, role

if TYPE_CHECKING:
    from esremote.sources.jsonlike import Json
    from tests.support.files import Written
    from tests.support.golden import Golden

DOCS = Path(__file__).parents[2] / "docs"
RESOURCES = {
    "esremote_connection.dublin": by_key("logs-*", "metrics-*"),
    "esremote_connection.tokyo": by_certificate(alias="tokyo"),
    "esremote_role.analyst": role(remote("logs-app-*", "audit-*")),
    "esremote_role.theirs": {
        "on_cluster": "tokyo",
        "name": "analyst",
        "indices": [{"names": ["orders"], "privileges": ["read"], "field_security": {"grant": ["total"]}}],
    },
}
FACTS = {
    "format": "esremote/facts",
    "version": 1,
    "clusters": {
        "frankfurt": {
            "version": "9.5.3",
            "roles": {"analyst": {"remote_indices": [remote("logs-*")]}},
            "users": {"ada": {"roles": ["analyst"]}},
            "connections": {"dublin": {"remote_cluster": "dublin", "cross_cluster_api_key": "k"}},
        },
        "dublin": {
            "version": "8.19.21",
            "cross_cluster_api_keys": {"k": {"search": [{"names": ["logs-app-*"]}]}},
            "indices": {"logs-app-1": {}, "logs-web-1": {}},
        },
    },
    "requests": [
        {"id": "a", "cluster": "frankfurt", "user": "ada", "expression": "dublin:logs-*"},
        {"id": "b", "cluster": "frankfurt", "roles": ["analyst"], "expression": "dublin:logs-web-1"},
    ],
}


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def file(written: Written) -> Path:
    return written(plan({}, RESOURCES))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("denied", ["--role", "analyst", "--connection", "dublin", "--index", "audit-2026"]),
        ("allowed", ["--role", "analyst", "--connection", "dublin", "--index", "logs-app-*"]),
        ("several", ["--role", "analyst", "--connection", "dublin", "--index", "logs-*,-logs-app-old"]),
        ("by-certificate", ["--role", "analyst", "--connection", "tokyo"]),
        ("superuser", ["--role", "superuser", "--connection", "tokyo", "--index", ".security-7"]),
    ],
)
def test_an_explanation_reads_well(file: Path, golden: Golden, name: str, arguments: list[str]) -> None:
    result = run("explain", file, *arguments)
    assert result.exit_code == 0
    golden(f"explain-{name}.txt", result.stdout)


def test_every_question_of_a_facts_document_is_answered(written: Written) -> None:
    result = run("explain", written(FACTS, "facts.json"), "--format", "json")
    document = json.loads(result.stdout)
    Draft202012Validator(json.loads((DOCS / "decisions.schema.json").read_text())).validate(document)
    answers = {decision["id"]: decision for decision in document["decisions"]}

    assert answers["a"]["allowed"]
    assert [index["name"] for index in answers["a"]["clusters"][0]["indices"]] == ["logs-app-1"]
    assert not answers["b"]["allowed"]


@pytest.mark.parametrize(("index", "code"), [("logs-app-1", 0), ("audit-2026", 2)])
def test_a_refusal_can_fail_a_pipeline(file: Path, index: str, code: int) -> None:
    asked = ["--role", "analyst", "--connection", "dublin", "--index", index]
    assert run("explain", file, *asked, "--fail-on", "denied").exit_code == code
    assert run("explain", file, *asked).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["--role", "a", "--connection", "lisbon"],
            "there is no connection 'lisbon', known connections are dublin, tokyo",
        ),
        (["--role", "a", "--connection", "dublin", "--cluster", "x"], "there is no cluster 'x'"),
        (["--connection", "dublin"], "Give either --role or --user"),
        ([], "is a plan without questions"),
    ],
)
def test_a_question_that_cannot_be_answered(file: Path, arguments: list[str], words: str) -> None:
    result = run("explain", file, *arguments)
    assert result.exit_code == 1
    assert words in result.stderr


def test_an_alias_that_several_clusters_have_needs_the_cluster(written: Written) -> None:
    both = {
        "esremote_connection.a": by_key("logs-*"),
        "esremote_connection.b": by_key("logs-*", local="oregon"),
    }
    file = written(plan({}, both))
    asked = ["explain", file, "--role", "superuser", "--connection", "dublin"]

    assert "several clusters have a connection 'dublin', name one of frankfurt, oregon" in run(*asked).stderr
    assert run(*asked, "--cluster", "oregon").exit_code == 0


EXPECTATIONS = """\
expectations:
  - {role: analyst, connection: dublin, can: search, names: [logs-app-*], expect: allowed}
  - {role: analyst, connection: dublin, names: [metrics-*, .security-*], expect: denied}
  - role: analyst
    connection: dublin
    names: ["logs-*"]
    expect: allowed
    because: the dashboards need them
  - {role: superuser, cluster: frankfurt, connection: dublin, names: [logs-old], expect: denied}
"""


@pytest.fixture
def access(written: Written) -> Path:
    return written(EXPECTATIONS, "access.yaml")


@pytest.mark.parametrize(("format_", "suffix"), [("text", "txt"), ("json", "json"), ("junit", "xml")])
def test_what_is_not_as_expected_is_shown_with_its_trace(
    file: Path, access: Path, golden: Golden, format_: str, suffix: str
) -> None:
    result = run("check", access, file, "--format", format_)
    assert result.exit_code == 2
    golden(f"check.{suffix}", result.stdout)


def test_junit_counts_what_pipelines_count(file: Path, access: Path) -> None:
    suite = ET.fromstring(run("check", access, file, "--format", "junit").stdout)[0]  # noqa: S314 - our own output
    assert (suite.get("tests"), suite.get("failures")) == ("4", "2")
    assert len(suite.findall("testcase/failure")) == 2


def test_the_json_of_a_check_is_what_its_schema_says(file: Path, access: Path) -> None:
    document = json.loads(run("check", access, file, "--format", "json").stdout)
    Draft202012Validator(json.loads((DOCS / "check.schema.json").read_text())).validate(document)


def test_all_as_expected_is_exit_code_0(file: Path, written: Written) -> None:
    access = written(
        "expectations: [{role: analyst, connection: dublin, names: [logs-app-1], expect: allowed}]", "a.yaml"
    )
    result = run("check", access, file)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "1 expectation, all met.")


def test_everything_wrong_in_an_access_file_is_told_with_its_line(file: Path, written: Written) -> None:
    wrong = """\
expectations:
  - {role: analyst, connection: dublin, names: [logs-*], expect: alowed}
  - {connection: dublin, names: [], expect: denied, can: serch}
  - role: analyst
    conection: dublin
    names: logs-*
    expect: allowed
"""
    told = run("check", written(wrong, "access.yaml"), file)
    assert told.exit_code == 1
    for line in (
        "access.yaml:2: expectations[0].expect: is 'alowed', allowed are allowed, denied",
        "access.yaml:3: expectations[1]: must have either roles",
        "access.yaml:3: expectations[1].names: is missing or empty",
        "access.yaml:3: expectations[1].can: is 'serch', allowed are search",
        "access.yaml:5: expectations[2].conection: is not known",
        "access.yaml:4: expectations[2].connection: is missing",
        "access.yaml:6: expectations[2].names: is 'logs-*', a list of strings is needed",
    ):
        assert line in told.stderr


@pytest.mark.parametrize("content", ["[", "a: b", "expectations: 3", "- a", ""])
def test_an_access_file_that_is_something_else(file: Path, written: Written, content: str) -> None:
    result = run("check", written(content, "access.yaml"), file)
    assert result.exit_code == 1
    assert "access.yaml" in result.stderr


def test_expectations_about_what_is_not_there_are_all_told(file: Path, written: Written) -> None:
    access = """\
expectations:
  - {role: a, connection: lisbon, names: [x], expect: denied}
  - {role: a, connection: dublin, cluster: mars, names: [x], expect: denied}
"""
    told = run("check", written(access, "access.yaml"), file).stderr
    assert "access.yaml:2: there is no connection 'lisbon'" in told
    assert "access.yaml:3: there is no cluster 'mars'" in told


def test_the_schema_of_access_files_knows_what_the_reader_knows() -> None:
    from esremote.review.access_file import MEMBERS  # noqa: PLC0415
    from esremote.review.asking import kinds  # noqa: PLC0415

    schema = json.loads((DOCS / "access.schema.json").read_text())
    entry = schema["properties"]["expectations"]["items"]
    assert set(entry["properties"]) == set(MEMBERS)
    assert set(entry["properties"]["can"]["enum"]) == set(kinds())


@pytest.mark.parametrize(
    ("format_", "suffix"), [("mermaid", "mmd"), ("svg", "svg"), ("text", "txt"), ("json", "json")]
)
def test_a_graph_shows_alias_model_and_port(file: Path, golden: Golden, format_: str, suffix: str) -> None:
    golden(f"graph.{suffix}", run("graph", file, "--format", format_).stdout)


def test_a_facts_document_can_be_drawn(written: Written) -> None:
    assert (
        run("graph", written(FACTS, "facts.json"), "--format", "text").stdout
        == "frankfurt -> dublin  dublin · API key\n"
    )


def test_documents_are_what_the_schema_of_access_files_says() -> None:
    import yaml  # noqa: PLC0415

    document: Json = yaml.safe_load(EXPECTATIONS)
    Draft202012Validator(json.loads((DOCS / "access.schema.json").read_text())).validate(document)


@pytest.mark.parametrize("expect", ["allowed", "denied"])
def test_what_is_not_known_is_not_met_and_says_what_is_missing(written: Written, expect: str) -> None:
    facts = written(FACTS, "facts.json")
    asked = f"expectations: [{{role: analist, connection: dublin, names: [logs-app-1], expect: {expect}}}]"
    result = run("check", written(asked, "access.yaml"), facts)
    assert result.exit_code == 2
    assert "role analist of frankfurt is in none of the sources (did you mean analyst?)" in result.stdout
    assert result.stdout.splitlines()[-1] == "1 of 1 expectation not met (1 not known)."


def test_what_a_known_key_denies_is_met_whatever_the_role(written: Written) -> None:
    asked = "expectations: [{role: ghost, connection: dublin, names: [audit-*], expect: denied}]"
    assert run("check", written(asked, "access.yaml"), written(FACTS, "facts.json")).exit_code == 0


def test_an_unknown_answer_fails_on_denied(written: Written) -> None:
    asked = ["--role", "ghost", "--connection", "dublin", "--index", "logs-app-1", "--fail-on", "denied"]
    result = run("explain", written(FACTS, "facts.json"), *asked)
    assert result.exit_code == 2
    assert result.stdout.startswith("UNKNOWN")


def test_a_name_that_is_in_no_whole_collection_is_an_error_with_the_nearest(written: Written) -> None:
    document = json.loads(json.dumps(FACTS))
    for cluster in document["clusters"].values():
        cluster["whole"] = ["roles", "users", "connections"]
    facts = written(document, "facts.json")
    for asked, words in (
        (["--role", "analist", "--connection", "dublin"], "no role 'analist' (did you mean analyst?)"),
        (["--user", "adda", "--connection", "dublin"], "no user 'adda' (did you mean ada?)"),
        (["--role", "analyst", "--connection", "dublinn"], "'dublinn' (did you mean dublin?)"),
    ):
        result = run("explain", facts, *asked)
        assert (result.exit_code, words in result.stderr) == (1, True), result.stderr


def test_what_has_no_bearing_is_reported_with_verbose_only(written: Written) -> None:
    document = json.loads(json.dumps(FACTS))
    document["clusters"]["frankfurt"]["roles"]["analyst"]["metadata"] = {"team": "search"}
    facts = written(document, "facts.json")
    words = "$.clusters.frankfurt.roles.analyst.metadata has no bearing on remote access"
    assert words in run("explain", facts, "--verbose").stderr
    assert words not in run("explain", facts).stderr
