r"""Lucene regular expressions, as Elasticsearch reads them between slashes in role and key names.

They match the whole name. `^`, `$` and `(?i)` are ordinary characters. Beyond the usual operators there are
`~` (not), `&` (and), `#` (nothing), `@` (any string), `"..."` (verbatim) and `<1-15>` (numbers), all
enabled in 8.19 and 9.x. A backslash before a letter is a class (`\d \D \s \S \w \W`) or an error; before
anything else it quotes. An operator where a character is needed is that character: `(|a)` is the two
characters `|a`.

The reader follows the behaviour of Lucene 9.12 and 10.5; random expressions were put to both and to this one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from esremote.model.patterns import _intervals
from esremote.model.patterns._errors import InvalidPatternError, TooComplexError
from esremote.model.patterns._syntax import (
    ANY_CHAR,
    ANY_STRING,
    EMPTY_STRING,
    NOTHING,
    Both,
    Chars,
    Node,
    Not,
    Ranges,
    Repeat,
    Sequence,
    Union,
    char,
    complement,
    literal,
    merged,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_DIGIT: Ranges = ((0x30, 0x39),)
_SPACE: Ranges = ((0x09, 0x0A), (0x0D, 0x0D), (0x20, 0x20))
_WORD: Ranges = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_CLASSES: dict[str, Ranges] = {"d": _DIGIT, "s": _SPACE, "w": _WORD} | {
    name: complement(ranges) for name, ranges in (("D", _DIGIT), ("S", _SPACE), ("W", _WORD))
}
_SIGNS: dict[str, Node] = {".": ANY_CHAR, "#": NOTHING, "@": ANY_STRING}
_LARGEST = 2**31 - 1
_ORDINARY = re.compile(r"[\w-]*(?![?*+{])")
"""Characters that stand for themselves, less one that is repeated."""


def parse(pattern: str) -> Node:
    """Read a pattern such as `/logs-[0-9]+/`.

    Raises:
        InvalidPatternError: Elasticsearch refuses it.
    """
    if len(pattern) < 2 or not pattern.endswith("/"):  # noqa: PLR2004 (two slashes)
        raise InvalidPatternError(
            pattern, "what starts with '/' is a regular expression and must end with '/'"
        )
    try:
        return _Reader(pattern, pattern[1:-1]).whole()
    except RecursionError:
        raise TooComplexError(pattern, "it nests too deep") from None


def beginning(pattern: str) -> str:
    """Give a text that every match begins with: the ordinary characters at the start, if there is one start.

    >>> beginning("/logs-1+/"), beginning("/logs-1|audit/")
    ('logs-', '')
    """
    return "" if {"|", "&"} & set(pattern) else _ordinary(pattern, 1)


def _ordinary(text: str, start: int) -> str:
    found = _ORDINARY.match(text, start)
    return found[0] if found else ""


class _Reader:
    """Reads one expression from left to right, one method for each level of precedence."""

    def __init__(self, pattern: str, text: str) -> None:
        self._pattern = pattern
        self._text = text
        self._at = 0

    def whole(self) -> Node:
        if not self._text:
            return EMPTY_STRING
        node = self._union()
        if self._more():
            self._fail(f"{self._text[self._at]!r} at position {self._at + 1} is not expected")
        return node

    def _fail(self, reason: str) -> NoReturn:
        raise InvalidPatternError(self._pattern, reason)

    def _more(self) -> bool:
        return self._at < len(self._text)

    def _peek(self, characters: str) -> bool:
        return self._more() and self._text[self._at] in characters

    def _match(self, character: str) -> bool:
        if self._peek(character):
            self._at += 1
            return True
        return False

    def _next(self) -> str:
        if not self._more():
            self._fail("it ends where a character is needed")
        self._at += 1
        return self._text[self._at - 1]

    def _until(self, end: str) -> str:
        start = self._at
        while self._more() and not self._peek(end):
            self._at += 1
        if not self._match(end):
            self._fail(f"{end!r} is missing at its end")
        return self._text[start : self._at - 1]

    def _some(self, operand: Callable[[], Node], more: Callable[[], bool]) -> tuple[Node, ...]:
        found = [operand()]
        while more():
            found.append(operand())
        return tuple(found)

    def _union(self) -> Node:
        parts = self._some(self._intersection, lambda: self._match("|"))
        return parts[0] if len(parts) == 1 else Union(parts)

    def _intersection(self) -> Node:
        parts = self._some(self._sequence, lambda: self._match("&"))
        return parts[0] if len(parts) == 1 else Both(parts)

    def _sequence(self) -> Node:
        ordinary = _ordinary(self._text, self._at)
        self._at += len(ordinary)
        parts: list[Node] = list(map(char, ordinary))
        while not parts or (self._more() and not self._peek(")|&")):
            parts.append(self._repeated())
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _repeated(self) -> Node:
        node = self._negated()
        while self._peek("?*+{"):
            match self._next():
                case "?":
                    node = Repeat(node, 0, 1)
                case "*":
                    node = Repeat(node, 0, None)
                case "+":
                    node = Repeat(node, 1, None)
                case _:
                    node = self._counted(node)
        return node

    def _counted(self, node: Node) -> Node:
        least = self._integer()
        if least is None:
            self._fail(f"a number is needed at position {self._at + 1}, after '{{'")
        most: int | None = least
        if self._match(","):
            most = self._integer()
        if not self._match("}"):
            self._fail("'}' is missing")
        if most is not None and most < least:
            self._fail(f"{{{least},{most}}} goes backwards")
        return Repeat(node, least, most)

    def _integer(self) -> int | None:
        start = self._at
        while self._peek("0123456789"):
            self._at += 1
        if start == self._at:
            return None
        number = int(self._text[start : self._at][-20:])
        if number > _LARGEST:
            self._fail(f"{number} is too large")
        return number

    def _negated(self) -> Node:
        if not self._match("~"):
            return self._bracketed()
        return Not(self._negated())

    def _bracketed(self) -> Node:
        if not self._match("["):
            return self._simple()
        negated = self._match("^")
        ranges = self._class()
        while self._more() and not self._peek("]"):
            ranges += self._class()
        if not self._match("]"):
            self._fail("']' is missing")
        return Chars(complement(ranges) if negated else merged(ranges))

    def _class(self) -> Ranges:
        named = self._named_class()
        if named is not None:
            return named
        first = self._character()
        last = self._character() if self._match("-") else first
        if ord(last) < ord(first):
            self._fail(f"[{first}-{last}] goes backwards")
        return ((ord(first), ord(last)),)

    def _named_class(self) -> Ranges | None:
        r"""Read `\d` and its like; a backslash before another letter is an error."""
        if not self._peek("\\") or self._at + 1 >= len(self._text):
            return None
        letter = self._text[self._at + 1]
        if letter in _CLASSES:
            self._at += 2
            return _CLASSES[letter]
        if letter.isascii() and letter.isalpha():
            self._fail(f"\\{letter} means nothing")
        return None

    def _character(self) -> str:
        self._match("\\")
        return self._next()

    def _simple(self) -> Node:
        for sign, node in _SIGNS.items():
            if self._match(sign):
                return node
        if self._match('"'):
            return literal(self._until('"'))
        if self._match("("):
            return self._group()
        if self._match("<"):
            return self._interval(self._until(">"))
        named = self._named_class()
        return char(self._character()) if named is None else Chars(named)

    def _group(self) -> Node:
        if self._match(")"):
            return EMPTY_STRING
        node = self._union()
        if not self._match(")"):
            self._fail("')' is missing")
        return node

    def _interval(self, text: str) -> Node:
        low, dash, high = text.partition("-")
        bounds = [bound.removeprefix("+") for bound in (low, high)]
        if not dash or not all(bound.isascii() and bound.isdigit() for bound in bounds):
            self._fail(f"<{text}> is no interval such as <1-15>")
        first, last = (int(bound[-20:]) for bound in bounds)
        if max(first, last) > _LARGEST:
            self._fail(f"<{text}> is too large")
        return _intervals.interval(
            min(first, last), max(first, last), len(low) if len(low) == len(high) else 0
        )
