"""The style sheets that lie beside the writers, put into what they write: a report is one file."""

from __future__ import annotations

from importlib.resources import files


def styled(name: str) -> str:
    """Return a style sheet as text.

    >>> "prefers-color-scheme: dark" in styled("page.css")
    True
    """
    return (files(__package__) / name).read_text(encoding="utf-8")
