"""What is new of names that could be read before: documents, fields, restricted indices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.decision.filters import Documents
from esremote.access.decision.traces import documents_text
from esremote.access.pattern_sets import covers, usable
from esremote.model.patterns import InvalidPatternError, Names, TooComplexError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from esremote.access.decision.filters import Fields
    from esremote.review.report import Access, AccessChange

_MOST = 5
"""From this many on, fields are counted instead of listed."""


def what_is_new(change: AccessChange) -> str:
    """Say what is new, or lost, if all the names are on the other side too; empty otherwise.

    Returns:
        for example `documents outside {"term":{"public":true}}`, or `the fields client.ip and user.email`.
    """
    had = change.in_common
    if not had or not covers(tuple(name for other in had for name in other.names), change.access.names):
        return ""
    parts = [part for other in had for part in _parts(change.access, other)]
    return " and ".join(dict.fromkeys(parts))


def _parts(row: Access, other: Access) -> Iterator[str]:
    if not other.documents.covers(row.documents):
        yield _documents(row.documents, other.documents)
    if not other.fields.covers(row.fields):
        yield _fields(row.fields, other.fields)
    if row.restricted and not other.restricted:
        yield "restricted indices"


def _documents(wide: Documents, narrow: Documents) -> str:
    if wide.layers <= narrow.layers:
        gone = Documents(narrow.layers - wide.layers)
        return f"documents outside {documents_text(gone).removeprefix('documents ')}"
    return (
        "other documents (query changed, cannot be compared)" if not wide.covers(narrow) else "more documents"
    )


def _fields(wide: Fields, narrow: Fields) -> str:
    try:
        more = wide.names - narrow.names
        named = [name for name in _written(wide, narrow) if Names.of(*usable((name,))) <= more]
    except (InvalidPatternError, TooComplexError):
        return "more fields"
    named = [name for name in named if name != "*"]
    if not named or len(named) >= _MOST:
        return "more fields" if not named else f"{len(named)} more fields"
    *first, last = named
    return f"the fields {', '.join(first)} and {last}" if first else f"the field {last}"


def _written(wide: Fields, narrow: Fields) -> list[str]:
    """Collect the names that could be new: what one side excepts, and what the other grants."""
    excepted = {name for layer in narrow.layers for rule in layer for name in rule.except_}
    granted = {name for layer in wide.layers for rule in layer for name in rule.grant}
    return sorted(excepted | granted)
