"""Data sources, ephemeral resources, functions, state upgrades."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.harness.secrets import assert_absent

if TYPE_CHECKING:
    from tests.harness.stack import Stack

pytestmark = pytest.mark.terraform

DATA = """
data "example_note" "d" {{
  name = "{name}"
}}
output "text" {{
  value = data.example_note.d.text
}}
"""


def test_a_data_source_is_read_with_its_defaults_filled_in(stack: Stack) -> None:
    stack.apply(DATA.format(name="nobody"))
    assert stack.state().outputs == {"text": "(none)"}


def test_a_data_source_sees_what_a_resource_made_in_the_same_run(stack: Stack) -> None:
    configuration = 'resource "example_note" "a" {\n  name = "hello"\n  text = "world"\n}\n'
    stack.apply(configuration + DATA.replace('"{name}"', "example_note.a.id").format())
    assert stack.state().outputs == {"text": "world"}


def test_functions_work_offline_and_without_a_configuration(stack: Stack) -> None:
    stack.apply(
        'output "loud" {\n  value = provider::example::shout("hey")\n}\n'
        'output "long" {\n  value = provider::example::longest(3, "a", "bbb", "cc")\n}\n'
        'output "none" {\n  value = provider::example::longest(9)\n}\n'
    )
    assert stack.state().outputs == {"loud": "HEY!", "long": "bbb", "none": ""}


def test_a_function_says_which_argument_is_wrong(stack: Stack) -> None:
    [error] = stack.errors('output "loud" {\n  value = provider::example::shout("quiet")\n}\n')
    assert error.summary == "Invalid function argument"
    assert "it cannot be shouted" in error.detail


def test_an_ephemeral_resource_is_opened_renewed_closed_and_kept_nowhere(stack: Stack) -> None:
    stack.apply(
        'ephemeral "example_ticket" "t" {\n  holder = "impatient"\n}\n'
        'resource "example_note" "a" {\n  name = "hello"\n'
        "  phrase_wo = ephemeral.example_ticket.t.ticket\n}\n"
    )
    journal = (stack.folder / "notes/journal").read_text().splitlines()
    assert journal[0] == "dear diary"
    assert "opened for impatient" in journal
    assert journal.count("opened for impatient") == journal.count("closed for impatient")
    assert_absent("ticket of impatient", *stack.folder.glob("*.tfstate*"), stack.folder / "plan.out")


def rewrite_state(stack: Stack, version: int, **values: object) -> None:
    file = stack.folder / "terraform.tfstate"
    state = json.loads(file.read_text())
    [instance] = state["resources"][0]["instances"]
    instance["schema_version"] = version
    instance["attributes"] = values
    file.write_text(json.dumps(state))


NOTE = 'resource "example_note" "a" {\n  name = "hello"\n  text = "old"\n}\n'


def test_a_state_of_an_older_schema_is_upgraded(stack: Stack) -> None:
    stack.apply(NOTE)
    rewrite_state(stack, 1, id="hello", name="hello", body="old")
    stack.assert_settled()
    assert stack.refresh()["example_note.a"]["text"] == "old"


def test_attributes_that_a_schema_no_longer_has_are_dropped(stack: Stack) -> None:
    stack.apply(NOTE)
    rewrite_state(stack, 2, id="hello", name="hello", text="old", revision=1, gone="for good")
    stack.assert_settled()


def test_a_state_that_cannot_be_upgraded_says_why(stack: Stack) -> None:
    stack.apply(NOTE)
    rewrite_state(stack, 0, id="hello", name="hello")
    [error] = stack.errors(NOTE)
    assert error.summary == "Too old"
    rewrite_state(stack, 1, id="hello", name="hello", body="old")
