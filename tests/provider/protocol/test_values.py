"""Values, on their way from Terraform to a hook and back."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from esremote.provider.protocol.codec import EncodingError, encode, infer
from esremote.provider.protocol.messages import message
from esremote.provider.protocol.types import (
    Bool,
    Dynamic,
    List,
    Map,
    Number,
    Object,
    Set,
    String,
    Tuple,
    Type,
    parse,
)
from esremote.provider.protocol.values import UNKNOWN, Unknown, is_known, unknown_as_null
from esremote.provider.protocol.wire import dump, load, load_json

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBERS = (
    st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.decimals(allow_nan=False, allow_infinity=False, places=30)
)
REFINED = st.builds(
    lambda not_null, prefix: Unknown(12, msgpack.packb({1: not not_null, 2: prefix})),
    st.booleans(),
    st.text(),
)
NAMES = st.text("abcdefgh_", min_size=1, max_size=5)


def typed(kind: Type) -> st.SearchStrategy[Any]:
    """Values of a type."""
    scalars = {"string": st.text(), "number": NUMBERS, "bool": st.booleans()}
    match kind:
        case List(element) | Set(element):
            known: st.SearchStrategy[Any] = st.lists(typed(element), max_size=3)
        case Map(element):
            known = st.dictionaries(st.text(max_size=5), typed(element), max_size=3)
        case Object(members):
            known = st.fixed_dictionaries({name: typed(member) for name, member in members.items()})
        case Tuple(elements):
            known = st.tuples(*map(typed, elements)).map(list)
        case _:
            known = scalars[str(kind.spec)]
    return st.none() | st.just(UNKNOWN) | REFINED | known


TYPES = st.recursive(
    st.sampled_from([String, Number, Bool]),
    lambda inner: (
        st.builds(List, inner)
        | st.builds(Set, inner)
        | st.builds(Map, inner)
        | st.builds(Object, st.dictionaries(NAMES, inner, max_size=3))
        | st.builds(Tuple, st.lists(inner, max_size=3).map(tuple))
    ),
    max_leaves=6,
)
TYPED = TYPES.flatmap(lambda kind: st.tuples(st.just(kind), typed(kind)))


@given(TYPED)
def test_a_value_survives_the_way_to_terraform_and_back(typed: tuple[Type, Any]) -> None:
    kind, value = typed
    assert load(kind, dump(kind, value)) == _as_hooks_see_it(value)


def _as_hooks_see_it(value: Any) -> Any:
    """A number is an int, a float where that is exact, or a Decimal, however it was written."""
    match value:
        case bool():
            return value
        case dict():
            return {name: _as_hooks_see_it(member) for name, member in value.items()}
        case list():
            return list(map(_as_hooks_see_it, value))
        case float() if value.is_integer():
            return int(value)
        case float() | Decimal():
            exact = Decimal(repr(value)) if isinstance(value, float) else value
            near = int(exact) if exact == exact.to_integral_value() else float(exact)
            return near if Decimal(repr(near)) == exact else exact
        case _:
            return value


@given(TYPED)
def test_what_terraform_sent_goes_back_byte_for_byte(typed: tuple[Type, Any]) -> None:
    kind, value = typed
    sent = dump(kind, _as_hooks_see_it(value))
    assert dump(kind, load(kind, sent)).msgpack == sent.msgpack


@given(TYPES)
def test_a_type_survives_its_notation(kind: Type) -> None:
    assert parse(json.loads(json.dumps(kind.spec))) == kind


@given(TYPED.filter(lambda typed: is_known(typed[1])))
def test_a_state_file_says_the_same_as_the_wire(typed: tuple[Type, Any]) -> None:
    kind, value = typed

    def plain(number: object) -> float:
        assert isinstance(number, Decimal)
        return float(number)

    written = json.dumps(value, default=plain).encode()
    if b"." in written or b"e" in written:
        return  # JSON's own spelling of fractions is another test's matter
    assert load_json(kind, written) == value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (b"1", 1),
        (b"1.0", 1),
        (b"0.1", 0.1),
        (b"123456789012345678901234567890", 123456789012345678901234567890),
        (b"0.30000000000000000000000001", Decimal("0.30000000000000000000000001")),
        (b"1e400", 10**400),
    ],
)
def test_a_state_files_numbers_lose_no_digit(text: bytes, number: object) -> None:
    assert load_json(Number, text) == number


@pytest.mark.parametrize(
    ("number", "sent"),
    [
        (0.1, "0.1"),  # a tenth, not the nearest binary fraction
        (1.0, 1),
        (0.5, 0.5),
        (2**64 - 1, 2**64 - 1),
        (2**64, str(2**64)),
        (-(2**63) - 1, str(-(2**63) - 1)),
        (Decimal("0.10"), "0.10"),
        (float("inf"), float("inf")),
    ],
)
def test_a_number_is_sent_as_the_decimal_that_it_is(number: object, sent: object) -> None:
    assert encode(Number, number) == sent


@pytest.mark.parametrize(
    ("kind", "value", "complaint"),
    [
        (String, 1, "the value must be a string, got a int"),
        (Number, True, "the value must be a number, got a bool"),
        (Bool, "yes", "the value must be a bool, got a str"),
        (List(String), ("a",), "the value must be a list, got a tuple"),
        (Map(Number), {"a": 1, "b": "secret"}, '["b"] must be a number, got a str'),
        (Object({"a": List(String)}), {"a": ["x", 3]}, "a[1] must be a string, got a int"),
        (Object({"a": String}), {"a": "x", "b": "secret"}, "the value has no attribute b"),
        (List(Object({"a": String})), [{}, {"b": 1}], "[1] has no attribute b"),
        (Tuple((String, Number)), ["x"], "the value must be a tuple, got a list"),
        (Tuple((String, Number)), ["x", "y"], "[1] must be a number, got a str"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_by_its_place_never_by_its_value(
    kind: Type, value: object, complaint: str
) -> None:
    with pytest.raises(EncodingError) as caught:
        dump(kind, value)
    assert str(caught.value) == complaint


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    )
)
def test_a_dynamic_value_brings_its_type_along(value: Any) -> None:
    sent = dump(Dynamic, value)
    assert load(Dynamic, sent) == value
    stored = (
        json.dumps({"type": infer(value).spec, "value": value}).encode() if value is not None else b"null"
    )
    assert load(Dynamic, message("DynamicValue")(json=stored)) == value


@given(TYPED)
def test_null_takes_the_place_of_what_is_unknown_and_of_nothing_else(typed: tuple[Type, Any]) -> None:
    _, value = typed
    known = unknown_as_null(value)
    assert is_known(known)
    if is_known(value):
        assert known == value


@pytest.mark.parametrize("asks", [bool, lambda value: value or 1, lambda value: not value])
def test_an_unknown_value_is_neither_true_nor_false(asks: Callable[[object], object]) -> None:
    with pytest.raises(TypeError, match="neither true nor false"):
        asks(UNKNOWN)


def test_what_is_not_a_type_is_refused() -> None:
    with pytest.raises(ValueError, match="not a Terraform type: 'text'"):
        parse("text")
