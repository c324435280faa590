"""Decisions as plain text and as HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from esremote.access.decision.decisions import Outcome, Ruling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from esremote.access.decision.decisions import Decision, IndexAccess, Part, Step
    from esremote.access.decision.filters import Documents, Fields
    from esremote.access.landscape.roles import FieldSecurity


UNAUTHORIZED = 401


def headline(decision: Decision) -> str:
    """Write the answer and the request in one line."""
    request = decision.request
    verdict = decision.ruling.upper() if decision.ruling is not Ruling.DENIED else _refusal(decision)
    question = f"{request.kind} {request.expression} from {request.cluster} by {request.subject}"
    return f"{verdict}  {question} ({decision.status})"


def _refusal(decision: Decision) -> str:
    outcomes = {part.outcome for part in decision.parts}
    for outcome in (
        Outcome.UNAUTHENTICATED,
        Outcome.INVALID,
        Outcome.DENIED,
        Outcome.NOT_FOUND,
        Outcome.SKIPPED,
    ):
        if outcome in outcomes:
            return outcome.value.replace("_", " ").upper()
    return "UNAUTHENTICATED" if decision.status == UNAUTHORIZED else "DENIED"


def text(decision: Decision) -> str:
    """Render a decision as text: headline, numbered steps with their sources, what is seen, the remedy."""
    return "\n".join(_lines(decision))


def _lines(decision: Decision) -> Iterator[str]:
    yield headline(decision)
    yield from _step_lines(decision.trace)
    for part in decision.parts:
        yield from (f"  reads {line}" for line in part_lines(part))
    yield from (f"  not known: {missing}" for missing in decision.missing)
    if decision.remedy and decision.ruling is not Ruling.UNKNOWN:
        yield f"  -> {decision.remedy}"


def _step_lines(steps: tuple[Step, ...]) -> Iterator[str]:
    clusters = max((len(step.cluster) for step in steps), default=0)
    whats = max((len(step.what) for step in steps), default=0)
    for number, step in enumerate(steps, start=1):
        place = f"{step.cluster:<{clusters}}  {step.what:<{whats}}"
        line = f"  {number}. {place}  {step.verdict.upper():<7}  {step.detail}"
        yield f"{line}  {step.source.place}".rstrip()


def part_lines(part: Part) -> Iterator[str]:
    """Write what can be read of a cluster, a line for each index or pattern."""
    prefix = f"{part.alias}:" if part.alias else ""
    for access in (*part.indices, *part.patterns):
        yield f"{prefix}{access.name}{_restrictions(access)}"


def _restrictions(access: IndexAccess) -> str:
    limits = [text for text in (fields_text(access.fields), documents_text(access.documents)) if text]
    return f" ({'; '.join(limits)})" if limits else ""


def fields_text(fields: Fields) -> str:
    """Write which fields can be seen; empty if all can.

    >>> from esremote.access.decision.filters import Fields
    >>> from esremote.access.landscape.roles import FieldSecurity
    >>> rules = [FieldSecurity(except_=("a", "b")), FieldSecurity(except_=("b", "c"))]
    >>> fields_text(Fields(frozenset({frozenset(rules)})))
    'all fields except b'
    >>> fields_text(Fields(frozenset(frozenset({rule}) for rule in rules)))
    'all fields except a, b, c'
    """
    excepted = [_excepted(layer) for layer in fields.layers]
    if excepted and all(names is not None for names in excepted):
        every = sorted({name for names in excepted for name in names or ()})
        return f"all fields except {', '.join(every)}" if every else ""
    layers = sorted(
        " or ".join(
            sorted(
                f"[{', '.join(rule.grant)}]"
                + (f" except [{', '.join(rule.except_)}]" if rule.except_ else "")
                for rule in layer
            )
        )
        for layer in fields.layers
    )
    return "fields " + " and ".join(layers) if layers else ""


def _excepted(layer: frozenset[FieldSecurity]) -> frozenset[str] | None:
    """Return what a layer hides if it grants everything else; None if it is not as simple as that."""
    if any(rule.grant != ("*",) for rule in layer):
        return None
    hidden = [frozenset(rule.except_) for rule in layer]
    if len(hidden) > 1 and any(set("*?/") & set(name) for names in hidden for name in names):
        return None
    return frozenset.intersection(*hidden) if hidden else None


def documents_text(documents: Documents) -> str:
    """Write which documents can be seen; empty if all can."""
    layers = sorted(" or ".join(sorted(layer)) for layer in documents.layers)
    return "documents " + " and ".join(layers) if layers else ""


def html(decision: Decision) -> str:
    """Render a decision as a self-contained HTML fragment: no style, no script, every value escaped."""
    steps = "".join(
        f'<li class="{step.verdict}"><span class="cluster">{escape(step.cluster)}</span> '
        f'<span class="what">{escape(step.what)}</span> <strong>{step.verdict}</strong> '
        f'<span class="detail">{escape(step.detail)}</span> '
        f'<span class="source">{escape(str(step.source))}</span></li>'
        for step in decision.trace
    )
    reads = "".join(f"<li>{escape(line)}</li>" for part in decision.parts for line in part_lines(part))
    known = decision.ruling is not Ruling.UNKNOWN
    remedy = f'<p class="remedy">{escape(decision.remedy)}</p>' if decision.remedy and known else ""
    missing = "".join(f'<p class="missing">not known: {escape(str(each))}</p>' for each in decision.missing)
    listed = f"<ul>{reads}</ul>" if reads else ""
    tone = {Ruling.ALLOWED: "allowed", Ruling.DENIED: "refused", Ruling.UNKNOWN: "unknown"}[decision.ruling]
    title = f"<h4>{escape(headline(decision))}</h4>"
    return f'<section class="decision {tone}">{title}<ol>{steps}</ol>{listed}{missing}{remedy}</section>'
