"""Bad input is answered with every mistake and its place, exit code 1, and never a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from esremote.cli import main
from tests.support.plans import by_key, plan, role

if TYPE_CHECKING:
    from esremote.sources.jsonlike import Json
    from tests.support.files import Written


def complaint(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["review", *arguments])
    assert result.exit_code == 1, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.stderr


def test_a_file_that_is_not_there() -> None:
    assert complaint("no/plan.json") == "Error: no/plan.json: cannot be read: No such file or directory\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("PK\x03\x04 a binary plan", "is not JSON"),
        ("[]", "is not a JSON object"),
        ("{}", "is empty"),
        ('{"a": 1}', "is neither a plan nor a state"),
        ("[" * 100_000, "is not JSON"),
        ('{"resource_changes": []}', "format_version is missing, 1.x is needed"),
        ('{"format_version": "2.0", "resource_changes": []}', "format_version is '2.0', 1.x is needed"),
        ('{"format": "esremote/facts", "version": 1, "clusters": {"a": 3}}', "$.clusters.a: "),
        ('{"format_version": "1.2", "resource_changes": [{}]}', "resource_changes[0].mode: is missing"),
        (
            '{"format_version": "1.2", "resource_changes": 7}',
            "resource_changes: is 7, a list of objects is needed",
        ),
    ],
)
def test_a_file_that_is_something_else(written: Written, content: str, words: str) -> None:
    assert words in complaint(str(written(content)))


def test_a_binary_plan_is_told_how_to_become_json(written: Written) -> None:
    assert "terraform show -json" in complaint(str(written("PK\x03\x04")))


def test_a_folder_without_a_stack(written: Written) -> None:
    folder = written({}, "somewhere/other.json").parent
    assert "has no cdk.tf.json: synthesise first" in complaint(str(folder))


def test_everything_that_is_wrong_in_a_plan_is_told_at_once(written: Written) -> None:
    bad_role: Json = role({"clusters": "dublin", "names": [1], "privileges": ["read"]})
    bad_connection: Json = by_key("/logs-[/") | {"skip_unavailable": "yes", "alias": None}
    told = complaint(
        str(written(plan({}, {"esremote_role.a": bad_role, "esremote_connection.c": bad_connection})))
    )

    for line in (
        "esremote_role.a.remote_indices[0].clusters: is 'dublin', a list of strings is needed",
        "esremote_role.a.remote_indices[0].names: is a list with 1, a list of strings is needed",
        "esremote_connection.c.skip_unavailable: is 'yes', true or false is needed",
        "esremote_connection.c.alias: is missing, a string is needed",
        "esremote_connection.c.cross_cluster_api_key.access.search[0].names: pattern '/logs-[/'",
    ):
        assert line in told


def test_output_that_cannot_be_written(written: Written) -> None:
    file = written(plan())
    assert "cannot be written" in complaint(str(file), "--output", "no/such/folder/out.txt")


def test_wrong_usage_is_an_error_and_not_a_finding() -> None:
    assert "No such option" in complaint("--fail-if", "x")
