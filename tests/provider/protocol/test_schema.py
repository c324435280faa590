"""What a schema can say of attributes at any depth, as the real Terraform sees it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.harness.secrets import assert_absent

if TYPE_CHECKING:
    from tests.harness.process import ProviderProcess
    from tests.harness.results import Change
    from tests.harness.stack import Stack

pytestmark = pytest.mark.terraform


def note(more: str) -> str:
    return f'resource "example_note" "a" {{\n  name = "hello"\n{more}\n}}\n'


def planned(stack: Stack, more: str) -> Change:
    return stack.plan(note(more))["example_note.a"]


def test_members_of_a_list_have_defaults_and_computed_values_of_their_own(stack: Stack) -> None:
    stack.apply(note('lines = [{ text = "one" }, { text = "two", weight = 7 }]'))
    lines = stack.state()["example_note.a"]["lines"]
    assert [line["weight"] for line in lines] == [1, 7]
    assert [line["number"] for line in lines] == [1, 2]


def test_a_stable_member_of_a_list_stays_while_its_neighbour_changes(stack: Stack) -> None:
    stack.apply(note('lines = [{ text = "one" }, { text = "two" }]'))
    change = planned(stack, 'lines = [{ text = "one" }, { text = "zwei" }, { text = "new" }]')
    assert [line.get("number") for line in change.after["lines"]] == [1, 2, None]
    assert change.unknown["lines"] == [{}, {}, {"number": True}]
    stack.apply(note('lines = [{ text = "one" }, { text = "zwei" }, { text = "new" }]'))


def test_a_member_of_a_list_can_force_a_replacement(stack: Stack) -> None:
    stack.apply(note('lines = [{ text = "one" }, { text = "two", ink = "blue" }]'))
    change = planned(stack, 'lines = [{ text = "one" }, { text = "two", ink = "red" }]')
    assert change.action == "replace"
    assert change.replaced_by == [["lines", 1, "ink"]]


def test_members_of_a_set_get_their_defaults_and_keep_the_plan_empty(stack: Stack) -> None:
    stack.apply(note('labels = [{ key = "b" }, { key = "a", value = "no" }]'))
    labels = {label["key"]: label["value"] for label in stack.state()["example_note.a"]["labels"]}
    assert labels == {"a": "no", "b": "yes"}
    stack.apply(note('labels = [{ key = "b" }, { key = "a" }]'))
    assert {label["value"] for label in stack.state()["example_note.a"]["labels"]} == {"yes"}


def test_a_map_of_objects_computes_each_member(stack: Stack) -> None:
    stack.apply(note('seals = { left = { wax = "red" }, right = { stamp = "star" } }'))
    seals = stack.state()["example_note.a"]["seals"]
    assert {key: seal["print"] for key, seal in seals.items()} == {"left": "red 0", "right": "star 0"}


def test_objects_nest_within_objects(stack: Stack) -> None:
    stack.apply(note('cover = { title = "Notes", back = { wax = "red", phrase = "open sesame" } }'))
    assert stack.state()["example_note.a"]["cover"]["back"] == {
        "wax": "red",
        "stamp": None,
        "print": "red 11",
        "phrase": None,
    }


def test_an_object_that_goes_away_becomes_null(stack: Stack) -> None:
    stack.apply(note('cover = { title = "Notes", back = { wax = "red" } }'))
    stack.apply(note('cover = { title = "Notes" }'))
    assert stack.state()["example_note.a"]["cover"] == {"title": "Notes", "back": None}
    stack.apply(note(""))
    assert stack.state()["example_note.a"]["cover"] is None


def test_what_the_service_spells_otherwise_is_no_change(stack: Stack) -> None:
    stack.apply(note("about = jsonencode({ a = 1, b = [2] })"))
    assert stack.state()["example_note.a"]["about"] == '{"a":1,"b":[2]}'


def test_an_equivalent_configuration_keeps_what_state_holds(stack: Stack) -> None:
    stack.apply(note('about = "{\\"a\\":1,\\"b\\":2}"'))
    assert stack.plan(note('about = "{ \\"b\\" : 2, \\"a\\" : 1 }"')).actions == {}
    assert planned(stack, 'about = "{\\"a\\":2}"').action == "update"


def test_the_order_of_a_set_is_no_change(stack: Stack) -> None:
    stack.apply(note('tags = ["bb", "aa", "cc"]'))
    assert stack.plan(note('tags = ["cc", "bb", "aa"]')).actions == {}


def test_what_is_write_only_reaches_the_provider_and_stays_nowhere(
    stack: Stack, provider: ProviderProcess
) -> None:
    secret = "open sesame, please"
    configuration = note(
        f"phrase_wo = ephemeral.example_ticket.t.ticket\n phrase_wo_version = 1\n"
        f'seals = {{ left = {{ wax = "red", phrase = "{secret}" }} }}'
    )
    stack.apply('ephemeral "example_ticket" "t" {\n  holder = "keeper of secrets"\n}\n' + configuration)
    state = stack.state()["example_note.a"]
    assert state["phrase_wo"] is None
    assert state["seals"]["left"]["phrase"] is None
    assert state["seals"]["left"]["print"] == f"red {len(secret)}"
    kept = [path for path in stack.folder.rglob("*") if path.is_file() and path.name != "main.tf"]
    kept.append(provider.log)
    for kind in (secret, "ticket of keeper of secrets"):
        # A saved plan holds the configuration itself, where this test has written the one of the two.
        assert_absent(kind, *(path for path in kept if kind != secret or path.name != "plan.out"))


def test_a_new_write_only_value_is_taken_when_its_version_changes(stack: Stack) -> None:
    stack.apply(note('phrase_wo = "first phrase"\n phrase_wo_version = 1'))
    assert stack.plan(note('phrase_wo = "other phrase"\n phrase_wo_version = 1')).actions == {}
    assert planned(stack, 'phrase_wo = "other phrase"\n phrase_wo_version = 2').action == "update"


def test_what_is_sensitive_is_hidden_from_the_screen(stack: Stack) -> None:
    stack.apply(note('password = "swordfish"'))
    run = stack.run("show", "-no-color")
    assert "swordfish" not in run.stdout
    assert "(sensitive value)" in run.stdout


def test_private_state_is_kept_for_the_provider_alone(stack: Stack) -> None:
    stack.apply(note('phrase_wo = "first phrase"\n phrase_wo_version = 1'))
    [resource] = json.loads((stack.folder / "terraform.tfstate").read_text())["resources"]
    assert resource["instances"][0]["private"]
    assert "private" not in json.dumps(stack.state().raw)


@pytest.mark.parametrize(
    "number", ["0.1", "12345678901234567890123", "-3", "1.5e300", "0.30000000000000000000000001"]
)
def test_numbers_of_any_size_come_back_exactly(stack: Stack, number: str) -> None:
    stack.apply(f'resource "example_memo" "a" {{\n  content = ""\n  size = {number}\n}}\n')

    [resource] = json.loads(stack.run("state", "pull").stdout, parse_float=Decimal)["resources"]
    assert Decimal(resource["instances"][0]["attributes"]["size"]) == Decimal(number)


@pytest.mark.parametrize("value", ["text", [1, True, None], {"a": {"b": ["x"]}}, None])
def test_a_dynamic_value_carries_its_type(stack: Stack, value: object) -> None:
    stack.apply(f'resource "example_memo" "a" {{\n  content = ""\n  any = {json.dumps(value)}\n}}\n')

    assert stack.state()["example_memo.a"]["any"] == value


def test_values_of_another_resource_are_unknown_in_the_plan_and_known_in_apply(stack: Stack) -> None:
    stack.apply(
        'resource "example_memo" "m" {\n  content = ""\n}\n'
        + note(
            'text = example_memo.m.id\n tags = ["first", example_memo.m.id]\n'
            " lines = [{ text = example_memo.m.id }]\n about = jsonencode({ memo = example_memo.m.id })"
        )
    )
    state = stack.state()["example_note.a"]
    assert (state["text"], state["tags"], state["lines"][0]["text"]) == ("memo", ["first", "memo"], "memo")


def test_the_schema_tells_everything_that_documentation_needs(stack: Stack) -> None:
    stack.plan("")
    schemas = json.loads(stack.run("providers", "schema", "-json").stdout)["provider_schemas"]
    [ours] = [schema for source, schema in schemas.items() if source.endswith("/example/example")]
    block = ours["resource_schemas"]["example_note"]["block"]
    assert ours["resource_schemas"]["example_note"]["version"] == 2
    assert block["description_kind"] == "markdown"
    assert block["attributes"]["password"]["sensitive"] is True
    assert block["attributes"]["phrase_wo"]["write_only"] is True
    weight = block["attributes"]["lines"]["nested_type"]["attributes"]["weight"]
    assert weight == {
        "type": "number",
        "description": "How much it counts.",
        "description_kind": "markdown",
        "optional": True,
        "computed": True,
    }
    assert set(ours["functions"]) == {"shout", "longest"}
    assert set(ours["ephemeral_resource_schemas"]) == {"example_ticket"}
