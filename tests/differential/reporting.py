"""A disagreement in words: the question, the model's reasons, what differs, and how to see it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access import facts
from esremote.access.decision.traces import text
from tests.differential.expected import expected

if TYPE_CHECKING:
    from tests.differential.proving import Compared

MOST_WORDS = 1000


def brief(compared: Compared) -> str:
    """Tell a person what model and server disagree about."""
    foreseen, observed = expected(compared.decision), compared.observed
    differences = [
        f"  {name}: model {getattr(foreseen, name)}, server {getattr(observed, name)}"
        for name in ("status", "skipped", "shards", "seen", "names")
        if getattr(foreseen, name) != getattr(observed, name)
    ]
    return "\n".join(
        [
            f"world {compared.world}: model and server disagree",
            text(compared.decision),
            *differences,
            f"the server said: {compared.words[:MOST_WORDS]}",
        ]
    )


def report(compared: Compared) -> str:
    """Tell a person the same, and how to see it again."""
    document = facts.write(facts.Facts(compared.landscape, (compared.decision.request,)))
    return f"{brief(compared)}\nthe facts:\n{document}"
