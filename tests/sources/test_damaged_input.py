"""Whatever stands in a file, a command answers or complains: it never breaks down."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from esremote.cli import main
from tests.commands.test_explain_and_check import EXPECTATIONS, FACTS
from tests.review.regenerate_stacks import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from esremote.sources.jsonlike import Json

PLAN = json.loads((FOLDER / "search/plan.json").read_text(encoding="utf-8"))
STACK = json.loads((FOLDER / "migration-cutover/cdk.tf.json").read_text(encoding="utf-8"))
STATE = {
    "format_version": "1.0",
    "terraform_version": "1.11.4",
    "values": {"root_module": {"resources": [
        {"address": one["address"], "mode": "managed", "type": one["type"], "values": one["change"]["after"]}
        for one in PLAN["resource_changes"]
    ]}},
}  # fmt: skip
ODD: list[Json] = [
    None,
    True,
    0,
    -1.5,
    "",
    "x",
    "${x}",
    "\x00",
    [],
    {},
    [None],
    [{}],
    [[]],
    {"a": 1},
    ["/[/"],
    [1],
]


def places(value: Json, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    match value:
        case dict():
            for name, one in value.items():
                yield from places(one, (*path, name))
        case list():
            for position, one in enumerate(value):
                yield from places(one, (*path, position))


def damaged(document: Json, path: tuple[Any, ...], odd: Json) -> Json:
    changed = copy.deepcopy(document)
    holder = changed
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = odd
    return changed


def answers(*arguments: str) -> None:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), (arguments, result.exception)
    assert result.exit_code in {0, 1, 2}


DOCUMENTS = {
    "plan.json": (
        PLAN,
        [["review", "plan.json"], ["review", "plan.json", "--format", "sarif"], ["ports", "plan.json"]],
    ),
    "state.json": (STATE, [["review", "plan.json", "--compare-to", "state.json"], ["ports", "state.json"]]),
    "cdk.tf.json": (
        STACK,
        [
            ["review", "."],
            ["review", "plan.json", "--format", "html"],
            ["graph", "."],
            ["ports", "plan.json", "--from", "frankfurt=10.0.0.0/8", "--format", "network-policy"],
            ["node-settings", ".", "--format", "eck"],
        ],
    ),
    "facts.json": (
        FACTS,
        [["explain", "facts.json", "--format", "json"], ["review", "plan.json", "--facts", "facts.json"]],
    ),
    "access.yaml": (
        yaml.safe_load(EXPECTATIONS),
        [["check", "access.yaml", "plan.json", "--format", "junit"]],
    ),
    "clusters.yaml": ({"clusters": {"a": {"endpoints": ["x"]}}}, [["graph", "clusters.yaml"]]),
}


@pytest.mark.parametrize("path", [("values",), ("values", "root_module")])
def test_a_state_of_which_nothing_is_known_ends(
    path: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.json").write_text(json.dumps(PLAN), encoding="utf-8")
    Path("state.json").write_text(json.dumps(damaged(STATE, path, "${x}")), encoding="utf-8")
    answers("review", "plan.json", "--compare-to", "state.json")


@pytest.mark.parametrize("name", DOCUMENTS)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_answered_or_complained_about(
    name: str, data: st.DataObject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.json").write_text(json.dumps(PLAN), encoding="utf-8")
    document, calls = DOCUMENTS[name]
    path = data.draw(st.sampled_from(list(places(document))), label="place")
    odd = data.draw(st.sampled_from(ODD), label="what stands there")
    Path(name).write_text(json.dumps(damaged(document, path, odd)), encoding="utf-8")
    for call in calls:
        answers(*call)
