"""What can be compared between the server's answer and the model's: status, what is skipped, what is seen."""

from __future__ import annotations

from dataclasses import dataclass, field

Seen = dict[str, tuple[frozenset[str], frozenset[str]]]
"""For each `alias:index` with hits, the ids of its documents and the fields in them."""


@dataclass(frozen=True)
class Observation:
    """An answer, reduced to what decides.

    Args:
        status: the HTTP status.
        skipped: the aliases that the answer leaves out.
        shards: how many shards, that is indices, were searched.
        seen: what was found in them.
        names: the names that were told, for requests that tell names.
    """

    status: int
    skipped: frozenset[str] = frozenset()
    shards: int | None = None
    seen: Seen = field(default_factory=dict)
    names: frozenset[str] = frozenset()
