"""Plain patterns are looked up, all others go through automata: the two never disagree."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from esremote.access.pattern_sets import beyond, covers, meet, overlap, simplified
from esremote.model.patterns import Names

PLAIN = st.builds(
    "{}{}".format, st.text("ab-", min_size=1, max_size=3), st.sampled_from(["", "*"])
) | st.just("*")
WILDCARDS = ("*-a", "a?b", "a*b*")
REGEXPS = ("/a[ab]*/", "/(a|b)-.*/", "/a-b?/", "/ab+/", "/ab{0,1}-/", "/a|b-/", "/a-&a.*/")
ANY = PLAIN | st.sampled_from(WILDCARDS + REGEXPS)
SETS = st.lists(ANY, min_size=1, max_size=3).map(tuple)


@given(SETS, SETS)
def test_what_two_sets_have_in_common(these: tuple[str, ...], those: tuple[str, ...]) -> None:
    common = Names.of(*these) & Names.of(*those)
    found = Names.of(*meet(these, those))
    assert common <= found
    assert found <= common


@given(SETS, SETS)
def test_whether_two_sets_overlap(these: tuple[str, ...], those: tuple[str, ...]) -> None:
    assert overlap(these, those) == (not Names.of(*these).isdisjoint(Names.of(*those)))


@given(SETS, SETS)
def test_whether_one_set_covers_another(wide: tuple[str, ...], narrow: tuple[str, ...]) -> None:
    assert covers(wide, narrow) == (Names.of(*narrow) <= Names.of(*wide))


@given(SETS, SETS)
def test_the_example_is_in_the_one_and_not_in_the_other(
    these: tuple[str, ...], those: tuple[str, ...]
) -> None:
    example = beyond(these, those)
    if example is not None:
        assert example in Names.of(*these)
        assert example not in Names.of(*those)


def test_there_is_an_example_though_the_first_that_comes_to_mind_is_taken() -> None:
    example = beyond(("*",), ("some*", "s*"))
    assert example is not None
    assert not example.startswith("s")


@given(SETS)
def test_simplifying_changes_no_name(patterns: tuple[str, ...]) -> None:
    whole, short = Names.of(*patterns), Names.of(*simplified(patterns))
    assert whole <= short
    assert short <= whole
