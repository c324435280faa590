"""The part of one remote cluster: what the connection lets through, what the cluster answers, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.access.decision.decisions import Missing, Outcome, Part, Step, Verdict
from esremote.access.decision.requests import Kind
from esremote.access.engine import explanation
from esremote.access.engine.answering import Answered, Asked, answer
from esremote.access.engine.without_indices import Arrived, answer_in_patterns
from esremote.access.permissions.connections import Stopped, rights_over, stopped
from esremote.access.permissions.questions import Refusal, question_of
from esremote.model.connection.modes import ModeName
from esremote.model.connection.security_model import SecurityModel
from esremote.model.patterns import InvalidPatternError, TooComplexError
from esremote.model.roles.privileges import ENRICH_POLICY

if TYPE_CHECKING:
    from datetime import datetime

    from esremote.access.decision.requests import Request
    from esremote.access.landscape.connected import ConnectedClusters
    from esremote.access.permissions.permissions import Rights
    from esremote.access.permissions.questions import Question
    from esremote.access.permissions.subjects import Subject


@dataclass(frozen=True, slots=True)
class Arrival:
    """What arrives over a connection.

    Args:
        connected: the connection and its clusters.
        subjects: the user who authenticates and, with `run_as`, the user whose rights count.
        expressions: what the request asks of the remote cluster.
        at: the instant at which keys must not have expired, and from which date math counts.
    """

    connected: ConnectedClusters
    subjects: tuple[Subject, ...]
    expressions: tuple[str, ...]
    at: datetime


def remote_part(arrival: Arrival, request: Request) -> Part:
    """Answer a remote cluster's part of a request."""
    connected = arrival.connected
    alias, remote = connected.alias, connected.remote
    try:
        rights = rights_over(connected, arrival.subjects, arrival.at)
        if isinstance(rights, Stopped):
            part = Part(
                alias, remote.name, rights.outcome, steps=rights.steps, missing=_not_known(rights, alias)
            )
        else:
            part = _answered(arrival, rights, request)
    except InvalidPatternError as invalid:
        steps = stopped(Outcome.INVALID, remote, "pattern", str(invalid)).steps
        part = Part(alias, remote.name, Outcome.INVALID, steps=steps)
    except TooComplexError as unknown:
        steps = stopped(Outcome.UNKNOWN, remote, "pattern", f"not known: too complex ({unknown})").steps
        part = Part(alias, remote.name, Outcome.UNKNOWN, steps=steps)
    return _passed_on(connected, part, question_of(request).refusal)


def _not_known(rights: Stopped, alias: str) -> tuple[Missing, ...]:
    """Say what is not known, if that stops a request."""
    if rights.outcome is not Outcome.UNKNOWN:
        return ()
    settle = f"send a request over alias {alias}"
    return tuple(Missing(f"{step.what} {step.detail}", settle) for step in rights.steps)


def _answered(arrival: Arrival, rights: Rights, request: Request) -> Part:
    connected, expressions = arrival.connected, arrival.expressions
    remote, alias = connected.remote, connected.alias
    if request.kind is Kind.ENRICH:
        outcome = Outcome.ALLOWED if rights.allow_on_cluster(ENRICH_POLICY) else Outcome.DENIED
        return Part(alias, remote.name, outcome, steps=explanation.enrich_steps(rights))
    question = question_of(request)
    if remote.indices is None:
        reached = answer_in_patterns(request, question, Arrived(remote, rights, expressions, arrival.at))
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
        connected.local.version,
        arrival.at,
        spread=_is_spread(connected, request.kind),
        proxied=connected.connection.mode is ModeName.PROXY,
    )
    answered = answer(question, asked)
    return Part(
        alias,
        remote.name,
        answered.outcome,
        answered.indices,
        _failed(question, answered),
        steps=explanation.steps(asked, question, answered, remote),
    )


def _failed(question: Question, answered: Answered) -> tuple[str, ...]:
    """Give the indices whose shards fail, although the cluster allowed the request.

    Where the local cluster asks the shards itself, that fails the request even if `skip_unavailable` is true.
    """
    by_shards = answered.refused is not None and answered.refused.sent_to_shard
    fails_there = answered.outcome is Outcome.INVALID and question.shard_steps
    by_query = answered.why and (answered.outcome is Outcome.ALLOWED or fails_there)
    return answered.culprits if by_shards or by_query else ()


def _is_spread(connected: ConnectedClusters, kind: Kind) -> bool:
    """Say whether each shard is authorized by itself.

    That is the case where other nodes are asked, and where an older cluster asks with a certificate: the
    remote cluster then does not recognize its own authorization. Field capabilities are authorized once.
    """
    if kind is Kind.FIELD_CAPS and connected.remote.nodes == 1:
        return False
    by_certificate = connected.connection.security_model is SecurityModel.TLS_CERTIFICATE
    older_asks = by_certificate and connected.local.version < connected.remote.version
    return older_asks or connected.remote.nodes != 1


def _passed_on(connected: ConnectedClusters, part: Part, refusal: Refusal) -> Part:
    """Turn a refusal into what the local cluster makes of it."""
    if part.outcome in {Outcome.ALLOWED, Outcome.UNKNOWN} or part.failed:
        return part
    skipped = refusal is Refusal.SWALLOWED or (
        refusal is Refusal.SKIPPED_IF_SET and connected.connection.skips(connected.local.version)
    )
    if not skipped:
        return part
    why = (
        "skip_unavailable is true"
        if refusal is Refusal.SKIPPED_IF_SET
        else "this kind of request reports no refusal"
    )
    step = Step(
        Verdict.SKIPS,
        connected.local.name,
        f"connection {part.alias}",
        f"{why}: the answer is 200 without this cluster",
        connected.connection.source,
    )
    return Part(part.alias, part.cluster, Outcome.SKIPPED, steps=(*part.steps, step))
