"""What to change so that a refused request would be allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.model.decisions import Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from esremote.model.decisions import Part
    from esremote.model.requests import Request


def remedy(request: Request, parts: Iterable[Part]) -> str | None:
    """Suggest a change, from the first step that denies; None when nothing is denied."""
    for part in parts:
        denial = next((step for step in part.steps if step.verdict is Verdict.DENIES), None)
        if denial is None:
            continue
        match part.outcome:
            case Outcome.UNKNOWN:
                return f"tell which key connection {part.alias} uses, and what that key allows"
            case Outcome.UNAUTHENTICATED:
                return f"give connection {part.alias} a new cross-cluster API key of {part.cluster}"
            case _:
                place = f" ({denial.source})" if str(denial.source) else ""
                return f"let {denial.what} on {denial.cluster}{place} cover {request.expression}"
    return None
