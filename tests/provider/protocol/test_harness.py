"""The harness itself: each of its demands can fail, and says what it saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.harness.stack import RunError

if TYPE_CHECKING:
    from tests.harness.stack import Stack

pytestmark = pytest.mark.terraform

RESTLESS = 'resource "example_memo" "a" {\n  content = timestamp()\n}\n'
NOTE = 'resource "example_note" "a" {\n  name = "hello"\n  about = "{\\"a\\":1}"\n}\n'


def test_a_plan_that_is_not_empty_after_apply_fails_the_test(stack: Stack) -> None:
    with pytest.raises(RunError, match=r'not empty: \{\s+"example_memo.a": \[\s+"update"'):
        stack.apply(RESTLESS)
    stack.apply(RESTLESS, settled=False)


def test_an_import_that_finds_something_else_fails_the_test(stack: Stack) -> None:
    stack.apply(NOTE)
    with pytest.raises(RunError, match="import of hello differs from state") as caught:
        stack.verify_import("example_note.a", "hello")
    assert "'about'" in str(caught.value)
    stack.verify_import("example_note.a", "hello", ignore={"about"})


def test_an_expected_error_that_does_not_come_fails_the_test(stack: Stack) -> None:
    with pytest.raises(RunError, match="plan was expected to fail and did not"):
        stack.errors(NOTE)


def test_an_error_that_nobody_expected_is_shown_with_its_place(stack: Stack) -> None:
    with pytest.raises(
        RunError, match=r'error: Invalid value: name must be lower case letters, got "Hello"\.'
    ) as caught:
        stack.apply(NOTE.replace("hello", "Hello"))
    assert '[example_note.a: name = "Hello"]' in str(caught.value)


def test_what_is_left_after_destroy_fails_the_test(stack: Stack) -> None:
    def left() -> None:
        raise AssertionError("hello is still there")

    stack.apply(NOTE)
    stack.gone = left
    with pytest.raises(AssertionError, match="hello is still there"):
        stack.destroy()
    stack.gone = None
