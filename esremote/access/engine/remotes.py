"""The part of one remote cluster: what the connection lets through, what the cluster answers, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.decision.decisions import Outcome, Part, Step, Verdict
from esremote.access.decision.requests import Kind
from esremote.access.engine import explanation
from esremote.access.engine.answering import Asked, answer
from esremote.access.engine.passages import Stopped, rights_over, stopped
from esremote.access.engine.questions import Refusal, question_of
from esremote.access.reach import patterns_reached
from esremote.model.connection.modes import ModeName
from esremote.model.connection.security_model import SecurityModel
from esremote.model.patterns import InvalidPatternError
from esremote.model.roles.privileges import ENRICH_POLICY

if TYPE_CHECKING:
    from esremote.access.decision.requests import Request
    from esremote.access.engine.passages import Passage
    from esremote.access.engine.permissions import Rights


def remote_part(passage: Passage, request: Request, expressions: tuple[str, ...]) -> Part:
    """Answer a remote cluster's part of a request."""
    alias, remote = passage.connection.alias, passage.remote
    try:
        rights = rights_over(passage)
        if isinstance(rights, Stopped):
            part = Part(alias, remote.name, rights.outcome, steps=rights.steps)
        else:
            part = _answered(passage, rights, request, expressions)
    except InvalidPatternError as invalid:
        steps = stopped(Outcome.INVALID, remote, "pattern", str(invalid)).steps
        part = Part(alias, remote.name, Outcome.INVALID, steps=steps)
    return _passed_on(passage, part, question_of(request).refusal)


def _answered(passage: Passage, rights: Rights, request: Request, expressions: tuple[str, ...]) -> Part:
    remote, alias = passage.remote, passage.connection.alias
    if request.kind is Kind.ENRICH:
        outcome = Outcome.ALLOWED if rights.allow_on_cluster(ENRICH_POLICY) else Outcome.DENIED
        return Part(alias, remote.name, outcome, steps=explanation.enrich_steps(rights))
    question = question_of(request)
    if remote.indices is None:
        reached = patterns_reached(request, question, expressions, rights, remote)
        return Part(
            alias,
            remote.name,
            reached.outcome,
            patterns=reached.patterns,
            steps=explanation.pattern_steps(rights, question, expressions),
        )
    asked = Asked(
        request,
        expressions,
        rights,
        remote.inventory,
        remote.version,
        passage.local.version,
        spread=_is_spread(passage),
        proxied=passage.connection.mode is ModeName.PROXY,
    )
    answered = answer(question, asked)
    return Part(
        alias,
        remote.name,
        answered.outcome,
        answered.indices,
        answered.culprits if answered.refused and answered.refused.sent_to_shard else (),
        steps=explanation.steps(asked, question, answered, remote),
    )


def _is_spread(passage: Passage) -> bool:
    """Say whether each shard is authorized by itself.

    That is so where other nodes are asked; and where an older cluster asks by certificate: the remote
    cluster then does not know its own authorization again.
    """
    by_certificate = passage.connection.security_model is SecurityModel.TLS_CERTIFICATE
    older_asks = by_certificate and passage.local.version < passage.remote.version
    return older_asks or passage.remote.nodes != 1


def _passed_on(passage: Passage, part: Part, refusal: Refusal) -> Part:
    """Turn a refusal into what the local cluster makes of it."""
    if part.outcome in {Outcome.ALLOWED, Outcome.UNKNOWN} or part.failed:
        return part
    skipped = refusal is Refusal.SWALLOWED or (
        refusal is Refusal.SKIPPED_IF_SET and passage.connection.skip_unavailable
    )
    if not skipped:
        return part
    why = (
        "skip_unavailable is true"
        if refusal is Refusal.SKIPPED_IF_SET
        else "this kind of request tells no refusal"
    )
    step = Step(
        Verdict.SKIPS,
        passage.local.name,
        f"connection {part.alias}",
        f"{why}: the answer is 200 without this cluster",
        passage.connection.source,
    )
    return Part(part.alias, part.cluster, Outcome.SKIPPED, steps=(*part.steps, step))
