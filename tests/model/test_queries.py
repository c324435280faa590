"""Queries that Elasticsearch reads alike are one text, all others stay apart.

What it reads alike was seen on 9.5.3: `{"term": {"k": 1.00}}` on a keyword field finds `1.0` and not `1`, and
a key that stands there twice is refused.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esremote.model.queries import canonical

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from([1.0, 0.5, 20.0])
    | st.text("aé\n", max_size=2)
)
QUERIES = st.dictionaries(
    st.text("ab", min_size=1, max_size=2),
    st.recursive(
        LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("ab"), inner, max_size=2)
    ),
    max_size=3,
)


def shuffled(value: Any) -> Any:
    match value:
        case dict():
            return {key: shuffled(part) for key, part in reversed(value.items())}
        case list():
            return [shuffled(part) for part in value]
    return value


@given(QUERIES, st.sampled_from([None, 2]))
def test_space_order_of_keys_and_escapes_make_no_difference(query: Any, indent: int | None) -> None:
    written = json.dumps(shuffled(query), indent=indent, ensure_ascii=False)
    assert canonical(written) == canonical(json.dumps(query))


@given(QUERIES, QUERIES)
def test_only_equal_queries_become_equal(one: Any, other: Any) -> None:
    alike = canonical(json.dumps(one)) == canonical(json.dumps(other))
    assert alike == (json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True))


@pytest.mark.parametrize(
    ("one", "other"), [("1.0", "1.00"), ("20.0", "2e1"), ("0.5", "5E-1"), ('"a"', '"\\u0061"')]
)
def test_one_number_or_text_may_be_spelt_in_several_ways(one: str, other: str) -> None:
    assert canonical(f'{{"n": {one}}}') == canonical(f'{{"n": {other}}}')


@pytest.mark.parametrize(("one", "other"), [("1", "1.0"), ("1", "true"), ("1", '"1"'), ("[1, 2]", "[2, 1]")])
def test_what_elasticsearch_may_read_differently_stays_different(one: str, other: str) -> None:
    assert canonical(f'{{"n": {one}}}') != canonical(f'{{"n": {other}}}')


@pytest.mark.parametrize("text", ['{"a": 1, "a": 2}', "[ ]", '{"a": ', "{{#toJson}}x{{/toJson}}", '"{}"'])
def test_what_is_no_query_stays_as_it_is(text: str) -> None:
    assert canonical(text) == text
