"""Turns messages, which may stand within a sentence, into sentences of their own."""

from __future__ import annotations


def sentence(text: str) -> str:
    """Return a text with a capital letter at its start, and a period at its end unless it has one already.

    >>> sentence("must not be empty")
    'Must not be empty.'
    """
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
