r"""The names that an index, an alias or a data stream can have.

Elasticsearch refuses a name that holds one of `\\ / * ? " < > | , # :` or a space, that begins with `_`,
`-` or `+`, or that is `.` or `..`. Capital letters are refused for indices but not for aliases. The limit
of 255 bytes is not part of this set: it never decides between two patterns that a person would write.
"""

from __future__ import annotations

from esremote.model.patterns._automaton import DIFFERENCE, combine
from esremote.model.patterns._build import build
from esremote.model.patterns._syntax import Chars, Repeat, Sequence, Union, complement, literal

FORBIDDEN = '\\/*?"<>| ,#:'
FORBIDDEN_FIRST = FORBIDDEN + "_-+"


def _without(characters: str) -> Chars:
    return Chars(complement(tuple((ord(c), ord(c)) for c in characters)))


LEGAL = combine(
    build(Sequence((_without(FORBIDDEN_FIRST), Repeat(_without(FORBIDDEN), 0, None)))),
    build(Union((literal("."), literal("..")))),
    DIFFERENCE,
)
"""The automaton of possible names."""
