"""Lines for a person: pieces of text, each with a style that only a terminal shows.

A log of ten thousand lines needs no styles, so Rich is used only for a terminal.
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
    r"""Escape what a terminal would interpret or hide: the author of a change chooses its names.

    >>> visible("logs-\x1b[2K\r*")
    'logs-\\x1b[2K\\r*'
    """
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )


def plain(lines: Iterable[Line]) -> str:
    r"""Render without colour.

    >>> plain([line("New access", "bold"), indented(line("role analyst", "green"))])
    'New access\n  role analyst\n'
    """
    return "".join(visible("".join([text for text, _ in pieces])).rstrip() + "\n" for pieces in lines)
