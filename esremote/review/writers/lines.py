"""Lines for a person: pieces of text, each with a style that only a terminal shows.

A log of ten thousand lines needs no styles, so nothing of Rich is made before a terminal asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Line: TypeAlias = tuple[tuple[str, str], ...]
"""Pieces of text with their styles, in Rich's words: `bold green`, `dim`, or none."""


def line(text: str, style: str = "") -> Line:
    """Make a line of one style."""
    return ((text, style),)


def indented(inner: Line, by: int = 2) -> Line:
    """Move a line to the right."""
    return ((" " * by, ""), *inner)


def visible(text: str) -> str:
    r"""Spell out what a terminal would obey or hide: names come from whoever asks for the review.

    >>> visible("logs-\x1b[2K\r*")
    'logs-\\x1b[2K\\r*'
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def plain(lines: Iterable[Line]) -> str:
    r"""Render without colour.

    >>> plain([line("New access", "bold"), indented(line("role analyst", "green"))])
    'New access\n  role analyst\n'
    """
    return "".join(visible("".join([text for text, _ in pieces])).rstrip() + "\n" for pieces in lines)
