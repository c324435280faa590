"""Wildcards: `*` for any string, `?` for one code point, a backslash to mean the next character itself."""

from __future__ import annotations

from esremote.model.patterns._syntax import ANY_CHAR, ANY_STRING, Node, Sequence, char

ANY = "*"
ONE = "?"
SPECIAL = frozenset("*?\\")


def tokens(pattern: str) -> tuple[str, ...]:
    r"""Split a wildcard pattern into `*`, `?` and literal characters, each written as `\c`.

    A trailing backslash stands for itself; without `*` and `?`, backslashes are ordinary characters.

    >>> tokens(r"a\*b*")
    ('\\a', '\\*', '\\b', '*')
    """
    if ANY not in pattern and ONE not in pattern:
        return tuple("\\" + c for c in pattern)
    found: list[str] = []
    position = 0
    while position < len(pattern):
        c = pattern[position]
        if c == "\\" and position + 1 < len(pattern):
            position += 1
            found.append("\\" + pattern[position])
        elif c == ANY:
            if not found or found[-1] != ANY:
                found.append(ANY)
        else:
            found.append(ONE if c == ONE else "\\" + c)
        position += 1
    return tuple(found)


def is_literal(token: str) -> bool:
    """Say whether a token stands for one character."""
    return len(token) > 1


def parse(pattern: str) -> Node:
    """Read a wildcard pattern."""
    return Sequence(tuple(_node(token) for token in tokens(pattern)))


def _node(token: str) -> Node:
    if token == ANY:
        return ANY_STRING
    return ANY_CHAR if token == ONE else char(token[1])
