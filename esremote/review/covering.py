"""Whether one bound on documents or fields lets through at least what another does.

Both are layers that must all agree, each with alternatives of which any is enough. One covers another if each
of its layers has an equal or narrower one on the other side. Queries are compared as written: two that differ
count as different.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from esremote.review.names import covers

if TYPE_CHECKING:
    from esremote.access.decision.filters import Documents, Fields
    from esremote.access.landscape.roles import FieldSecurity


def documents_cover(wide: Documents, narrow: Documents) -> bool:
    """Say whether every document that `narrow` lets through is let through by `wide`."""
    return all(any(inner <= layer for inner in narrow.layers) for layer in wide.layers)


def fields_cover(wide: Fields, narrow: Fields) -> bool:
    """Say whether every field that `narrow` shows is shown by `wide`."""
    return all(any(_layer_covers(layer, inner) for inner in narrow.layers) for layer in wide.layers)


def _layer_covers(wide: frozenset[FieldSecurity], narrow: frozenset[FieldSecurity]) -> bool:
    return narrow <= wide or all(any(_rule_covers(one, other) for one in wide) for other in narrow)


@lru_cache(maxsize=4096)
def _rule_covers(wide: FieldSecurity, narrow: FieldSecurity) -> bool:
    """Say whether one rule shows at least the fields of another."""
    return covers(narrow.except_, wide.except_) and covers(wide.grant, narrow.grant)
