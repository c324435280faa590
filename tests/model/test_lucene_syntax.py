"""Patterns as the classes of Elasticsearch 8.19.21 and 9.5.3 read them: both were asked every line."""

from __future__ import annotations

import pytest

from esremote.model.patterns import InvalidPatternError, Names

MATCHES = [
    ("a*", ["a", "ab"], ["b"]),
    ("a?", ["ab", "a😀"], ["abc", "a"]),
    ("😀*x", ["😀x", "😀yx"], ["x"]),
    (r"foo\-bar", [r"foo\-bar"], ["foo-bar"]),
    (r"foo\-b*", ["foo-bar"], [r"foo\-bar"]),
    (r"a\*b*", ["a*b"], ["axb"]),
    (r"a\*", ["a*"], ["a\\", "a\\b"]),
    ("a\\", ["a\\"], ["a"]),
    ("", [""], ["a"]),
    ("*", ["", "x"], []),
    ("/a~(b)c/", ["ac", "abbc"], ["abc"]),
    ("/~a/", ["b", ""], ["a"]),
    ("/~~a/", ["a"], ["b"]),
    ("/(a.*)&(.*b)/", ["ab", "axb"], ["a"]),
    ("/a&b/", [], ["a", "a&b"]),
    ("/a&&b/", [], ["a"]),
    ("/&/", ["&"], []),
    ("/@/", ["", "xyz"], []),
    ("/#/", [], ["", "x"]),
    ("/#*/", [], [""]),
    ("/#?/", [""], ["#"]),
    ('/"a.b"/', ["a.b"], ["axb"]),
    ("/<1-15>/", ["1", "01", "007", "15"], ["0", "16"]),
    ("/<1-9>/", ["1", "9"], ["01", "10"]),
    ("/<01-15>/", ["01", "15"], ["1", "015"]),
    ("/<5-3>/", ["3", "4", "5"], ["2"]),
    (r"/[\d]/", ["1"], ["d", "\\"]),
    (r"/[^\d]/", ["a"], ["1"]),
    (r"/\w+/", ["aZ_9"], ["é", "-"]),
    (r"/\s/", [" ", "\t", "\n", "\r"], ["\f", "\v", "s"]),
    ("/^a$/", ["^a$"], ["a"]),
    ("/a(?i)b/", [], ["ab", "aB"]),
    ("/(|a)/", ["|a"], ["", "a"]),
    ("/()/", [""], ["a"]),
    ("//", [""], ["a"]),
    ("/a{2,}/", ["aa", "aaa"], ["a"]),
    ("/a{0}/", [""], ["a"]),
    ("/a+?/", ["", "aa"], ["b"]),
    ("/./", ["a", "😀", "\n"], ["", "ab"]),
    ("/[]a]/", ["]", "a"], ["b"]),
    (r"/[\-]/", ["-"], ["\\"]),
    ("/[😀-😂]/", ["😁"], ["😃"]),
    (r"/\\/", ["\\"], ["\\\\"]),
    (r"/\1/", ["1"], []),
    ("/*/", ["*"], ["", "x"]),
    ("/)/", [")"], []),
    ("/{/", ["{"], []),
    ("/a/b/", ["a/b"], []),
]


@pytest.mark.parametrize(("pattern", "inside", "outside"), MATCHES)
def test_it_matches(pattern: str, inside: list[str], outside: list[str]) -> None:
    names = Names.of(pattern)
    assert [name for name in inside if name not in names] == []
    assert [name for name in outside if name in names] == []


@pytest.mark.parametrize(
    "pattern",
    [
        "/a",
        "/",
        r"/\n/",
        r"/\b/",
        r"/\p/",
        r"/\A/",
        r"/[\n]/",
        "/a{,3}/",
        "/a{b}/",
        "/a{2,1}/",
        "/a{1/",
        "/a|/",
        "/[a-]/",
        "/[]/",
        "/[^]/",
        "/[b-a]/",
        '/"a/',
        "/<1-/",
        "/<a>/",
        "/<1-2-3>/",
        "/<-1>/",
        "/~/",
        "/a~/",
        "/(a/",
        "/a\\/",
        "/<1-2147483648>/",
    ],
)
def test_it_is_refused(pattern: str) -> None:
    with pytest.raises(InvalidPatternError) as refused:
        Names.of(pattern)
    assert refused.value.pattern == pattern
