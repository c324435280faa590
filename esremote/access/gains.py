"""What a change lets somebody see that they could not see before: names, fields, documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.reach import Region

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from esremote.access.decision.filters import Documents


def gained(before: Iterable[Region], after: Iterable[Region]) -> tuple[Region, ...]:
    """Give what can be seen after and not before.

    A query is only text here: documents count as gained unless the queries after are as strict as before,
    word for word.

    Args:
        before: what was reached, from `reachable`.
        after: what is reached now.

    Returns:
        the parts of `after` that hold something new, each with all that can be seen of it now.
    """
    old = tuple(before)
    return tuple(new for region in after for new in _gained(old, region))


def _gained(before: tuple[Region, ...], after: Region) -> Iterator[Region]:
    rest = after.names
    for old in before:
        shared = rest & old.names
        if shared.possible and not _as_strict(old, after):
            yield Region(shared, after.fields, after.documents)
        rest = rest - old.names
    if rest.possible:
        yield Region(rest, after.fields, after.documents)


def _as_strict(before: Region, after: Region) -> bool:
    return after.fields.names <= before.fields.names and _documents_as_strict(
        before.documents, after.documents
    )


def _documents_as_strict(before: Documents, after: Documents) -> bool:
    """Say whether every layer of before is kept by one that asks for the same or less."""
    return all(any(kept <= layer for kept in after.layers) for layer in before.layers)
