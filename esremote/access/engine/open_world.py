"""A decision about clusters of which only a part is known: yes, no, or not known.

A request is decided twice: with what is known, and as if everything that is missing allowed everything. Where
both agree, what is missing does not matter.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from esremote.access.decision.decisions import Decision, Outcome, Part, Ruling, Step, Verdict
from esremote.access.engine.assumed import ASSUMED
from esremote.access.engine.statuses import UNDECIDED, status_of
from esremote.access.permissions.questions import Refusal, question_of
from esremote.model.connection.security_model import SecurityModel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from esremote.access.decision.decisions import Missing
    from esremote.access.engine.assumed import Gap
    from esremote.access.landscape.landscape import Landscape


def combined(
    landscape: Landscape, missing: tuple[Gap, ...], by_known: Decision, at_most: Decision
) -> Decision:
    """Combine both decisions about a request.

    Args:
        landscape: what is known.
        missing: what is not.
        by_known: the decision by what is known.
        at_most: the decision if everything that is missing allowed everything.
    """
    if [part.alias for part in by_known.parts] != [part.alias for part in at_most.parts]:
        if at_most.ruling is Ruling.DENIED and at_most.status == by_known.status:
            return at_most
        return _undecided(by_known, missing)
    if not by_known.parts:
        return by_known if by_known.answer == at_most.answer else _undecided(by_known, missing)
    request = by_known.request
    parts = tuple(
        _part(known, most, _relevant(landscape, request.cluster, known, missing))
        for known, most in zip(by_known.parts, at_most.parts, strict=True)
    )
    lenient = question_of(request).refusal is Refusal.PASSED_ON_IF_NOTHING_IS_READ
    return replace(by_known, status=status_of(parts, needs_only_one=lenient), parts=parts)


def _undecided(decision: Decision, missing: tuple[Gap, ...]) -> Decision:
    every = tuple(dict.fromkeys(gap.missing for gap in missing))
    steps = tuple(_note(gap.cluster, gap.missing) for gap in missing)
    return Decision(decision.request, UNDECIDED, steps=steps, unknown=every)


def _relevant(landscape: Landscape, asked: str, part: Part, missing: Iterable[Gap]) -> tuple[Gap, ...]:
    """Give what is missing to decide one cluster's part of a request."""
    connection = landscape.cluster_by_name[asked].connection_by_alias.get(part.alias)
    by_certificate = connection and connection.security_model is SecurityModel.TLS_CERTIFICATE
    deciding = part.cluster if by_certificate else asked
    return tuple(
        gap
        for gap in missing
        if gap.user or gap.alias == (part.alias or None) or (gap.role and gap.cluster == deciding)
    )


def _part(known: Part, most: Part, missing: tuple[Gap, ...]) -> Part:
    if _same(known, most):
        return known
    what = tuple(dict.fromkeys(gap.missing for gap in missing))
    widest = (*most.indices, *most.patterns)
    notes = tuple(_note(gap.cluster, gap.missing) for gap in missing)
    if known.outcome is Outcome.ALLOWED:
        return replace(known, steps=(*known.steps, *notes), missing=what, widest=widest)
    if most.outcome in {Outcome.DENIED, Outcome.UNAUTHENTICATED, Outcome.SKIPPED, known.outcome}:
        return replace(most, steps=(*notes, *_without_assumptions(most.steps)))
    steps = (*notes, *_without_assumptions(most.steps))
    return Part(known.alias, known.cluster, Outcome.UNKNOWN, steps=steps, missing=what, widest=widest)


def _same(known: Part, most: Part) -> bool:
    return replace(known, steps=()) == replace(most, steps=()) and (
        known.outcome is Outcome.ALLOWED or ASSUMED not in {step.source for step in most.steps}
    )


def _without_assumptions(steps: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(step for step in steps if step.source != ASSUMED)


def _note(cluster: str, missing: Missing) -> Step:
    return Step(Verdict.NOTES, cluster, "not known", missing.what)
