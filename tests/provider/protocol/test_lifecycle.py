"""A resource from its creation to its end, by the real Terraform."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.harness.binaries import knows_identities

if TYPE_CHECKING:
    from tests.harness.stack import Stack

pytestmark = pytest.mark.terraform

NOTE = 'resource "example_note" "a" {{\n  name = "{name}"\n{more}\n}}\n'


def note(more: str = "", *, name: str = "hello") -> str:
    return NOTE.format(name=name, more=more)


def stored(stack: Stack, name: str = "hello") -> dict:
    return json.loads((stack.folder / "notes" / f"{name}.json").read_text())


def test_create_fills_in_what_is_computed_and_the_next_plan_is_empty(stack: Stack) -> None:
    plan = stack.apply(note('text = "world"'))
    assert plan.actions == {"example_note.a": "create"}
    assert plan["example_note.a"].unknown["id"] is True
    assert stack.state()["example_note.a"]["id"] == "hello"
    assert stored(stack)["text"] == "world"


def test_an_update_in_place_keeps_what_is_marked_stable(stack: Stack) -> None:
    stack.apply(note('text = "one"'))
    plan = stack.apply(note('text = "two"'))
    change = plan["example_note.a"]
    assert change.action == "update"
    assert change.after["id"] == "hello"
    assert change.unknown == {"revision": True}
    assert stack.state()["example_note.a"]["revision"] == 2


def test_a_name_that_changes_replaces_the_resource(stack: Stack) -> None:
    stack.apply(note())
    plan = stack.apply(note(name="other"))
    assert plan["example_note.a"].action == "replace"
    assert plan["example_note.a"].replaced_by == [["name"]]
    assert not (stack.folder / "notes/hello.json").exists()


def test_a_plan_hook_can_demand_a_replacement(stack: Stack) -> None:
    stack.apply(note('text = "forever"'))
    plan = stack.plan(note('text = "not quite"'))
    assert plan["example_note.a"].replaced_by == [["text"]]


def test_a_default_is_planned_and_returns_when_the_configuration_is_silent_again(stack: Stack) -> None:
    assert stack.apply(note())["example_note.a"].after["text"] == ""
    stack.apply(note('text = "loud"'))
    assert stack.apply(note())["example_note.a"].after["text"] == ""


def test_drift_is_shown_and_repaired(stack: Stack) -> None:
    stack.apply(note('text = "ours"'))
    (stack.folder / "notes/hello.json").write_text(json.dumps({**stored(stack), "text": "theirs"}))
    plan = stack.plan()
    assert plan.drift == {"example_note.a"}
    assert plan["example_note.a"].before["text"] == "theirs"
    assert plan["example_note.a"].after["text"] == "ours"
    stack.apply(note('text = "ours"'))
    assert stored(stack)["text"] == "ours"


def test_what_somebody_removed_is_dropped_from_state_and_made_again(stack: Stack) -> None:
    stack.apply(note())
    (stack.folder / "notes/hello.json").unlink()
    assert stack.plan().actions == {"example_note.a": "create"}
    assert "example_note.a" not in stack.refresh()
    stack.apply(note())


def test_an_import_finds_everything_that_state_says(stack: Stack) -> None:
    stack.apply(note('text = "world"\n tags = ["aa", "bb"]\n lines = [{ text = "first" }]'))
    stack.verify_import("example_note.a", "hello")


def test_an_import_of_what_is_not_there_says_so(stack: Stack) -> None:
    stack.apply(note())
    run = stack.run("import", "-no-color", "example_note.b", "nobody")
    assert run.returncode != 0
    configuration = note() + 'resource "example_note" "b" {\n  name = "nobody"\n}\n'
    configuration += 'import {\n  to = example_note.b\n  id = "nobody"\n}\n'
    [error] = stack.errors(configuration)
    assert error.summary == "No such note"


def test_a_resource_of_another_type_can_be_moved(stack: Stack) -> None:
    stack.apply('resource "example_memo" "a" {\n  content = "from a memo"\n}\n')
    moved = "moved {\n  from = example_memo.a\n  to = example_note.a\n}\n"
    plan = stack.apply(note('text = "from a memo"', name="memo") + moved)
    assert plan.actions == {}
    assert stack.state()["example_note.a"]["id"] == "memo"


def test_a_destruction_can_be_warned_of(stack: Stack) -> None:
    stack.apply(note('mood = "glad"'))
    [warning] = stack.warnings("")
    assert warning.summary == "Glad note"


def test_a_failed_destruction_keeps_the_resource_in_state(stack: Stack) -> None:
    stack.apply(note('trouble = "stuck"'))
    [error] = stack.errors("", command="apply")
    assert error.summary == "Stuck"
    assert "example_note.a" in stack.state()
    (stack.folder / "notes/unstuck.json").touch()
    (stack.folder / "notes/unstuck.json").write_text("{}")
    stack.apply("")
    (stack.folder / "notes/unstuck.json").unlink()


@pytest.mark.skipif(
    not knows_identities(), reason="resource identities came with Terraform 1.12 and OpenTofu 1.12"
)
def test_an_import_can_name_the_identity_instead_of_an_id(stack: Stack) -> None:
    stack.apply(note('text = "world"'))
    identity = 'import {\n  to = example_note.a\n  identity = {\n    name = "hello"\n  }\n}\n'
    (stack.folder / "terraform.tfstate").unlink()
    plan = stack.apply(note('text = "world"') + identity)
    assert plan.actions == {}
    assert stack.state()["example_note.a"]["text"] == "world"
