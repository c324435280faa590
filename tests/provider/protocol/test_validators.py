"""The validators that most schemas need: what each says, and of what it is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from esremote.provider.protocol import UNKNOWN, Attribute, List, Nested, Number, Path, Set, String
from esremote.provider.protocol.validation import validate
from esremote.provider.protocol.validators import (
    all_or_none_of,
    at_most_one_of,
    between,
    each,
    exactly_one_of,
    json_object,
    length,
    matches,
    one_of,
    whole_number,
)

if TYPE_CHECKING:
    from esremote.provider.protocol import Validator


@pytest.mark.parametrize(
    ("validator", "value", "says"),
    [
        (one_of("a", "b"), "a", None),
        (one_of("a", "b"), "c", 'x must be one of "a", "b", got "c".'),
        (length(2), "ab", None),
        (length(2), "a", 'x must have at least 2 characters, got "a".'),
        (length(0, 1), ["a", "b"], 'x must have between 0 and 1 elements, got ["a", "b"].'),
        (between(1, 65535), 65535, None),
        (between(1, 65535), 0, "x must be between 1 and 65535, got 0."),
        (whole_number, 3, None),
        (whole_number, 0.5, "x must be a whole number, got 0.5."),
        (matches("[a-z]+", "lower case"), "ab", None),
        (matches("[a-z]+", "lower case"), "ab1", 'x must be lower case, got "ab1".'),
        (json_object, '{"a": 1}', None),
        (json_object, "[]", 'x must be a JSON object, as returned by jsonencode({...}), got "[]".'),
        (each(length(2)), ["ab", UNKNOWN, None], None),
        (each(length(2)), ["ab", "a"], 'x[1] must have at least 2 characters, got "a".'),
        (each(length(2)), {"k": "a"}, 'x["k"] must have at least 2 characters, got "a".'),
        (each(each(length(2))), [["a"]], 'x[0][0] must have at least 2 characters, got "a".'),
        (length(200), "ä" * 130, f'x must have at least 200 characters, got "{"ä" * 119}….'),
    ],
)
def test_a_validator_says_what_is_allowed_and_what_it_got(
    validator: Validator, value: Any, says: str | None
) -> None:
    nested = Nested({"x": Attribute(String, optional=True, validators=(validator,))})
    found = [diagnostic.detail for diagnostic in validate(nested, {"x": value})]
    assert found == ([says] if says else [])


def test_what_is_no_json_is_told_with_what_is_wrong_in_it() -> None:
    nested = Nested({"x": Attribute(String, optional=True, validators=(json_object,))})
    [found] = validate(nested, {"x": '{"a": }'})
    assert found.detail.startswith("x must be a JSON object: Expecting value")


@pytest.mark.parametrize(
    ("validator", "values", "places"),
    [
        (exactly_one_of("a", "b"), {"a": 1}, []),
        (exactly_one_of("a", "b"), {"a": UNKNOWN, "b": 1}, []),
        (exactly_one_of("a", "b"), {}, [""]),
        (exactly_one_of("a", "b"), {"a": 1, "b": 2}, ["a", "b"]),
        (at_most_one_of("a", "b"), {}, []),
        (at_most_one_of("a", "b"), {"a": 1, "b": UNKNOWN}, []),
        (at_most_one_of("a", "b"), {"a": 1, "b": 2}, ["a", "b"]),
        (all_or_none_of("a", "b"), {}, []),
        (all_or_none_of("a", "b"), {"a": 1, "b": UNKNOWN}, []),
        (all_or_none_of("a", "b"), {"a": 1}, ["b"]),
    ],
)
def test_a_rule_between_members_is_told_at_the_members_that_break_it(
    validator: Validator, values: dict[str, Any], places: list[str]
) -> None:
    nested = Nested({name: Attribute(Number, optional=True) for name in ("a", "b")}, (validator,))
    assert [str(diagnostic.path) for diagnostic in validate(nested, values)] == places


def test_a_place_within_a_set_is_told_in_words_and_addressed_by_the_set() -> None:
    member = Nested({"lines": Attribute(List(String), optional=True, validators=(each(length(2)),))})
    nested = Nested({"set": Attribute(Set(member), optional=True)})
    [found] = validate(nested, {"set": [{"lines": ["ok", "x"]}]})
    assert found.detail == 'set["*"].lines[1] must have at least 2 characters, got "x".'
    assert found.path == Path() / "set"


def test_a_secret_is_not_shown_nor_is_what_is_in_it() -> None:
    inner = Nested({"x": Attribute(String, optional=True, validators=(length(9),))})
    nested = Nested({"secret": Attribute(inner, optional=True, sensitive=True)})
    [found] = validate(nested, {"secret": {"x": "short"}})
    assert found.detail == "secret.x must have at least 9 characters."
