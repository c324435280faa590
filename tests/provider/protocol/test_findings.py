"""What a person is told: all that is wrong at once, each at its place, with what is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.harness.secrets import assert_absent

if TYPE_CHECKING:
    from tests.harness.process import ProviderProcess
    from tests.harness.stack import Stack

pytestmark = pytest.mark.terraform


def note(more: str, name: str = "hello") -> str:
    return f'resource "example_note" "a" {{\n  name = "{name}"\n{more}\n}}\n'


def test_all_findings_come_at_once_each_with_its_place_and_value(stack: Stack) -> None:
    errors = stack.errors(
        note(
            name="Hello",
            more="""
  mood   = "angry"
  tags   = ["ok", "x"]
  lines  = [{ text = "fine" }, { text = "", weight = 10.5 }]
  labels = [{ key = "UP" }]
  seals  = { left = { wax = "red", stamp = "star" } }
  text   = "Hello"
""",
        ),
        command="validate",
    )
    assert sorted(error.detail for error in errors) == [
        'Only one of wax and stamp can be set, got wax and stamp.\n\nAt seals["left"].stamp.',
        'Only one of wax and stamp can be set, got wax and stamp.\n\nAt seals["left"].wax.',
        "The text repeats the name.",
        'labels["*"].key must be lower case letters, got "UP".',
        'lines[1].text must have between 1 and 40 characters, got "".',
        "lines[1].weight must be a whole number, got 10.5.",
        "lines[1].weight must be between 0 and 10, got 10.5.",
        'mood must be one of "glad", "sad", got "angry".',
        'name must be lower case letters, got "Hello".',
        'tags[1] must have at least 2 characters, got "x".',
    ]
    lines = {error.detail.partition(" ")[0]: error.code.strip() for error in errors}
    assert lines["Only"] == 'seals  = { left = { wax = "red", stamp = "star" } }'
    assert lines["lines[1].text"] == 'lines  = [{ text = "fine" }, { text = "", weight = 10.5 }]'
    assert lines['labels["*"].key'] == 'labels = [{ key = "UP" }]'


def test_a_secret_that_is_wrong_is_not_shown(stack: Stack) -> None:
    errors = stack.errors(note('password = "hunter2"\n phrase_wo = "sesame"'), command="validate")
    assert sorted(error.detail for error in errors) == [
        "password must have at least 8 characters.",
        "phrase_wo must have at least 8 characters.",
    ]


def test_a_value_that_is_not_known_yet_is_judged_when_it_is(stack: Stack) -> None:
    memo = 'resource "example_memo" "m" {\n  content = ""\n}\n'
    configuration = memo + note("mood = example_memo.m.id")
    assert stack.plan(configuration).actions["example_note.a"] == "create"
    [error] = stack.errors(configuration, command="apply")
    assert error.detail == 'mood must be one of "glad", "sad", got "memo".'


def test_a_warning_does_not_stop_anything(stack: Stack) -> None:
    [warning] = set(stack.warnings(note('mood = "sad"')))
    assert (warning.summary, warning.code.strip()) == ("Sad note", 'mood = "sad"')


def test_what_a_hook_raises_is_told_at_its_place(stack: Stack) -> None:
    [error] = stack.errors(note('trouble = "fail before"'), command="apply")
    assert (error.summary, error.detail) == ("No ink", "The pen is dry.")
    assert error.code.strip() == 'name = "hello"'
    assert "example_note.a" not in stack.state()


def test_several_errors_raised_together_are_all_told(stack: Stack) -> None:
    errors = stack.errors(note('trouble = "many"'), command="apply")
    assert [error.summary for error in errors] == ["One", "Two"]


def test_a_bug_is_one_diagnostic_without_traceback_and_without_values(
    stack: Stack, provider: ProviderProcess
) -> None:
    configuration = note('trouble = "bug"\n password = "swordfish"')
    run = stack.errors(configuration, command="apply")
    [error] = run
    assert error.summary == "Bug in the provider: creation of example_note failed"
    assert error.detail.startswith("KeyError at protocol/example/note.py:")
    assert "Traceback" not in error.detail
    assert_absent("swordfish", str(error), provider.log)
    assert "note.py" in provider.log.read_text()


def test_a_state_that_the_schema_does_not_allow_is_a_bug_that_names_the_attribute(stack: Stack) -> None:
    [error] = stack.errors(note('trouble = "typo"'), command="apply")
    assert "has no attribute nmae" in error.detail
    assert stack.state()["example_note.a"]["name"] == "hello"


@pytest.mark.parametrize("trouble", ["fail after", "bug", "many"])
def test_what_was_made_before_a_failure_is_in_state_and_made_anew(stack: Stack, trouble: str) -> None:
    stack.errors(note(f'trouble = "{trouble}"\n password = "swordfish"'), command="apply")
    state = stack.state()
    assert state["example_note.a"]["id"] == "hello"
    assert state.tainted == {"example_note.a"}
    assert stack.plan(note("")).actions == {"example_note.a": "replace"}


def test_what_an_update_did_before_it_failed_is_in_state(stack: Stack) -> None:
    stack.apply(note('text = "one"'))
    stack.errors(note('text = "two"\n trouble = "fail after"'), command="apply")
    state = stack.state()
    assert state["example_note.a"]["text"] == "two"
    assert state["example_note.a"]["trouble"] is None
    assert state.tainted == set()


def test_a_provider_configuration_is_checked_too(stack: Stack) -> None:
    stack.preamble = stack.preamble.replace(f'"{stack.folder}/notes"', '""')
    [error] = stack.errors(note(""), command="validate")
    assert error.summary == "No folder"


def test_a_data_source_that_fails_says_where(stack: Stack) -> None:
    [error] = stack.errors('data "example_note" "a" {\n  name = "nobody"\n  otherwise = "fail"\n}\n')
    assert (error.summary, error.code.strip()) == ("No such note", 'name = "nobody"')
