"""The HTTP status of a request, from the answers of the clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.decision.decisions import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from esremote.access.decision.decisions import Part

UNDECIDED = 0
OK = 200
BAD_REQUEST = 400
UNAUTHORIZED = 401
FORBIDDEN = 403
NOT_FOUND = 404

_STATUS = {
    Outcome.UNKNOWN: UNDECIDED,
    Outcome.ALLOWED: OK,
    Outcome.SKIPPED: OK,
    Outcome.INVALID: BAD_REQUEST,
    Outcome.UNAUTHENTICATED: UNAUTHORIZED,
    Outcome.DENIED: FORBIDDEN,
    Outcome.NOT_FOUND: NOT_FOUND,
}
_WORST_FIRST = (
    Outcome.DENIED,
    Outcome.UNAUTHENTICATED,
    Outcome.INVALID,
    Outcome.NOT_FOUND,
    Outcome.UNKNOWN,
)


def status_of(parts: Iterable[Part], *, needs_only_one: bool = False) -> int:
    """Give the status of a request; of several refusals, the most severe counts.

    Args:
        parts: the answers of the clusters.
        needs_only_one: whether refusals do not matter if any cluster returns something.
    """
    parts = tuple(parts)
    if any(part.indices for part in parts):
        parts = () if needs_only_one else tuple(part for part in parts if not part.failed)
    outcomes = {part.outcome for part in parts}
    return next((_STATUS[outcome] for outcome in _WORST_FIRST if outcome in outcomes), OK)
