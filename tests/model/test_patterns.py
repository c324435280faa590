"""The algebra of names, held against brute force over every short string of a small alphabet."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esremote.model.patterns import Names, Relation, TooComplexError, compare
from esremote.model.patterns._compiled import _compiled
from esremote.model.patterns._effort import MOST_STATES, MOST_STEPS, Effort
from esremote.model.patterns._examples import shortest

if TYPE_CHECKING:
    from collections.abc import Callable

UNIVERSE = ["".join(letters) for length in range(5) for letters in product("ab1-", repeat=length)]
LEGAL = re.compile(r'(?!\.\.?$)[^\\/*?"<>| ,#:_\-+][^\\/*?"<>| ,#:]*', re.DOTALL)


@dataclass(frozen=True)
class Known:
    """A pattern, and the same set of names by a plain predicate."""

    pattern: str
    matches: Callable[[str], bool]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(filter(self.matches, UNIVERSE))

    def __repr__(self) -> str:
        return self.pattern


def by_python(pattern: str, python: str) -> Known:
    compiled = re.compile(python, re.DOTALL)
    return Known(pattern, lambda text: compiled.fullmatch(text) is not None)


WILDCARD_PARTS = {"*": ".*", "?": ".", "a": "a", "b": "b", "1": "1", "-": "-", "ab": "ab"}
wildcards = st.lists(st.sampled_from(sorted(WILDCARD_PARTS)), min_size=1, max_size=5).map(
    lambda parts: by_python("".join(parts), "".join(WILDCARD_PARTS[part] for part in parts))
)
REGEXP_ATOMS = {
    "a": "a",
    "b": "b",
    "-": "-",
    ".": ".",
    "@": ".*",
    "[ab]": "[ab]",
    "[^a]": "[^a]",
    r"\d": "[0-9]",
    r"\-": "-",
    '"a1"': "a1",
    "<1-11>": "0*([1-9]|1[01])",
    "()": "",
}


regular = st.recursive(
    st.sampled_from(sorted(REGEXP_ATOMS.items())),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: (two[0][0] + two[1][0], two[0][1] + two[1][1])),
        st.tuples(inner, inner).map(
            lambda two: (f"({two[0][0]}|{two[1][0]})", f"(?:{two[0][1]}|{two[1][1]})")
        ),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{1,}"])).map(
            lambda two: (f"({two[0][0]}){two[1]}", f"(?:{two[0][1]}){two[1]}")
        ),
    ),
    max_leaves=6,
)
plain = regular.map(lambda two: by_python(f"({two[0]})", two[1]))
logical = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(
            lambda two: Known(f"({two[0]}&{two[1]})", lambda text: all(known.matches(text) for known in two))
        ),
        inner.map(lambda known: Known(f"(~{known})", lambda s: not known.matches(s))),
    ),
    max_leaves=3,
)
regexps = logical.map(lambda known: Known(f"/{known.pattern}/", known.matches))
patterns = st.one_of(wildcards, regexps)
sets = st.lists(patterns, min_size=1, max_size=3).map(
    lambda some: (
        Names.of(*(known.pattern for known in some)),
        lambda text: any(known.matches(text) for known in some),
    )
)


def members(names: Names) -> set[str]:
    return {text for text in UNIVERSE if text in names}


@given(known=patterns)
def test_a_pattern_matches_exactly_what_it_says(known: Known) -> None:
    assert members(Names.of(known.pattern)) == known.names


@given(one=sets, other=sets)
def test_the_operators_are_those_of_sets(one: tuple, other: tuple) -> None:
    left, right = members(one[0]), members(other[0])
    assert members(one[0] & other[0]) == left & right
    assert members(one[0] | other[0]) == left | right
    assert members(one[0] - other[0]) == left - right


@given(one=sets, other=sets)
def test_what_an_operator_writes_as_patterns_matches_the_same_names(one: tuple, other: tuple) -> None:
    for result in (one[0] & other[0], one[0] | other[0], one[0] - other[0]):
        read_again = Names.of(*result.patterns)
        assert read_again <= result
        assert result <= read_again


@given(one=sets, other=sets)
def test_inclusion_holds_or_there_is_a_name_that_refutes_it(one: tuple, other: tuple) -> None:
    (inner, in_inner), (outer, in_outer) = one, other
    refuting = shortest((inner - outer).automaton)
    if inner <= outer:
        assert refuting is None
        assert members(inner) <= members(outer)
    else:
        assert in_inner(refuting)
        assert not in_outer(refuting)


@given(one=sets, other=sets)
def test_sets_are_disjoint_or_share_a_name(one: tuple, other: tuple) -> None:
    shared = shortest((one[0] & other[0]).automaton)
    assert one[0].isdisjoint(other[0]) == (shared is None)
    assert shared is None or (one[1](shared) and other[1](shared))


@given(some=sets)
def test_an_example_is_a_possible_name_out_of_the_set(some: tuple) -> None:
    names, is_in = some
    if names.possible:
        assert LEGAL.fullmatch(names.example)
        assert is_in(names.example)
    else:
        assert names.example is None
        assert not any(LEGAL.fullmatch(text) for text in members(names))


@given(asked=sets, granted=sets)
def test_a_comparison_says_where_the_possible_names_lie(asked: tuple, granted: tuple) -> None:
    compared = compare(asked[0].patterns, granted[0].patterns)
    possible = {text for text in members(asked[0]) if LEGAL.fullmatch(text)}
    inside = {text for text in possible if granted[1](text)}
    match compared.relation:
        case Relation.WITHIN:
            assert inside == possible
            assert compared.outside is None
        case Relation.OUTSIDE:
            assert not inside
            assert compared.inside is None
        case Relation.OVERLAPS:
            assert not granted[1](compared.outside)
            assert asked[1](compared.outside)
    if compared.inside is not None:
        assert granted[1](compared.inside)
        assert asked[1](compared.inside)


@pytest.mark.parametrize(
    ("asked", "granted", "common", "inside", "outside"),
    [
        (["logs-app-*"], ["logs-*"], ("logs-app-*",), "logs-app-", None),
        (["logs-*"], ["logs-app-*"], ("logs-app-*",), "logs-app-", "logs-"),
        (["logs-*"], ["*-prod"], ("logs-*-prod", "logs-prod"), "logs-prod", "logs-"),
        (["*eu*"], ["*prod*"], ("*eu*prod*", "*prod*eu*"), "euprod", "eu"),
        (["/logs-[0-9]+/"], ["logs-1*"], (r"/(logs-[0-9]+)&(logs-1.*)/",), "logs-1", "logs-0"),
        (["/logs-[0-9]+/"], ["logs-*"], ("/logs-[0-9]+/",), "logs-0", None),
        (["audit-*"], ["logs-*", "metrics-*"], (), None, "audit-"),
        (["-*"], ["*"], (), None, None),
        (["logs-a", "logs-b"], ["logs-?"], ("logs-a", "logs-b"), "logs-a", None),
    ],
)
def test_what_two_sides_have_in_common_reads_as_a_person_would_write_it(
    asked: list[str], granted: list[str], common: tuple[str, ...], inside: str | None, outside: str | None
) -> None:
    compared = compare(asked, granted)
    assert (compared.common, compared.inside, compared.outside) == (common, inside, outside)


@pytest.mark.parametrize(
    "pattern",
    [
        "/(){2000000000}/",
        "/(.{0,70}){0,70}/",
        "/((a*)*){3000}/",
        "/.*a.{300}b.{300}/",
        "/" + "~(" * 60 + "a.*b" + ")" * 60 + "/",
        "/" + "~((" * 30 + "a.*b" + ")*)" * 30 + "/",
        "/" + "&".join(f"(.*{letter}.*)" for letter in "abcdefghijklmnop") + "/",
        "/" + "|".join(f"(.*{letter}.{{6}})" for letter in "abcdefghijklmnop") + "/",
    ],
)
def test_whatever_the_server_stores_costs_a_bounded_effort(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spent: dict[int, Effort] = {}
    counted = Effort.spend

    def spend(self: Effort, steps: int = 1) -> None:
        spent[id(self)] = self
        counted(self, steps)

    monkeypatch.setattr(Effort, "spend", spend)
    _compiled.cache_clear()  # another test may have asked about this pattern
    names, logs = Names.of(pattern), Names.of("*-logs-*", "/[^x]*(a|b){1,9}/")
    for question in (
        lambda: "a" in names,
        lambda: names <= logs,
        lambda: logs <= names,
        lambda: names.isdisjoint(logs),
        lambda: names.example_without(logs),
    ):
        with contextlib.suppress(TooComplexError):  # an honest answer
            question()
    assert spent
    assert max(effort.spent for effort in spent.values()) <= MOST_STEPS + MOST_STATES


def test_a_pattern_that_explodes_is_refused_in_words() -> None:
    with pytest.raises(TooComplexError, match="too complex"):
        bool(Names.of("/(a|b)*a(a|b){14}/"))
    with pytest.raises(TooComplexError, match="nests too deep"):
        bool(Names.of("/" + "(" * 1000 + "a" + ")" * 1000 + "/"))
