"""Deciding a request: who asks, which clusters are asked, what each answers, and the overall status."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from esremote.access.decision.decisions import Decision, Missing, Outcome, Part, Step, Verdict
from esremote.access.decision.requests import Kind
from esremote.access.engine import explanation
from esremote.access.engine.answering import Asked, answer
from esremote.access.engine.assumed import everything_assumed, gaps, without_rights
from esremote.access.engine.expressions import (
    LOCAL,
    InvalidClusterExpressionError,
    UnknownAliasError,
    split_by_cluster,
)
from esremote.access.engine.gates import closed_gate
from esremote.access.engine.open_world import combined
from esremote.access.engine.remotes import Arrival, remote_part
from esremote.access.engine.selectors import InvalidSelectorError, selectors_reach_remotes
from esremote.access.engine.statuses import (
    BAD_REQUEST,
    FORBIDDEN,
    NOT_FOUND,
    OK,
    UNAUTHORIZED,
    UNDECIDED,
    status_of,
)
from esremote.access.engine.without_indices import Arrived, answer_in_patterns
from esremote.access.landscape.collections import Collection
from esremote.access.landscape.connected import connected_by
from esremote.access.permissions import tls_model
from esremote.access.permissions.questions import Refusal, question_of
from esremote.access.permissions.subjects import Subject, subjects
from esremote.model.nearest import did_you_mean
from esremote.model.releases.features import Feature

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.access.decision.requests import Request
    from esremote.access.landscape.landscape import Cluster, Landscape, User


def decide(landscape: Landscape, request: Request, *, at: datetime | None = None) -> Decision:
    """Decide what the local cluster answers to a request, and why.

    Where a part of a cluster that is not known matters, the decision is unknown and names what is missing.

    Args:
        landscape: the clusters; it must contain those that the request involves.
        request: the request.
        at: the clock: the instant at which keys must not have expired, and from which date math in names
            counts; None means now.

    Raises:
        KeyError: the request names a cluster that the landscape does not know, or a user that does not exist.

    >>> from esremote.access import facts
    >>> from esremote.access.decision.requests import Request
    >>> clusters = '{"frankfurt": {"version": "9.5.3", "whole": ["connections"]}}'
    >>> known = facts.read(f'{{"format": "esremote/facts", "version": 1, "clusters": {clusters}}}')
    >>> decide(known.landscape, Request("frankfurt", "dublin:logs-*", roles=("superuser",))).status
    404
    """
    now = at or datetime.now(UTC)
    missing = gaps(landscape, request)
    if not missing:
        return _decide(landscape, request, now)
    by_known = _decide(without_rights(landscape, missing), request, now)
    at_most = _decide(everything_assumed(landscape, request, missing), request, now)
    return combined(landscape, missing, by_known, at_most)


def _decide(landscape: Landscape, request: Request, now: datetime) -> Decision:
    """Decide as if what is not in the landscape did not exist."""
    local = landscape.cluster_by_name[request.cluster]
    for name in filter(None, (request.user, request.run_as)):
        if _is_disabled(local.user_by_name[name], request):
            return _refused(request, UNAUTHORIZED, local, f"user {name}", "is disabled")
    who = tuple(subjects(request, local))
    if len(who) > 1 and not who[0].may_run_as(who[1].name):
        return _refused(request, FORBIDDEN, local, "run_as", f"{who[0].name} may not run as {who[1].name}")
    if closed := closed_gate(question_of(request), who[-1], local):
        return Decision(request, FORBIDDEN, steps=closed)
    split = _split(request, local)
    if isinstance(split, Decision):
        return split
    parts: list[Part] = []
    if LOCAL in split or not split:
        parts.append(_local_part(request, local, who[-1], split, now))
        if parts[0].outcome is Outcome.DENIED:
            return Decision(request, FORBIDDEN, tuple(parts))
    for alias in sorted(split.keys() - {LOCAL}):
        arrival = Arrival(connected_by(landscape, local, alias), who, split[alias], now)
        parts.append(remote_part(arrival, request))
    lenient = question_of(request).refusal is Refusal.PASSED_ON_IF_NOTHING_IS_READ
    status = status_of(parts, needs_only_one=lenient)
    if status == OK:
        parts = [_settled(part, local) for part in parts]
    return Decision(request, status, tuple(parts))


def _split(request: Request, local: Cluster) -> Mapping[str, tuple[str, ...]] | Decision:
    """Give what is asked of each cluster, or the decision if the local cluster does not get that far."""
    try:
        return split_by_cluster(
            request.expression,
            local.connection_by_alias,
            local.version,
            remote_selectors=selectors_reach_remotes(request, local.version),
        )
    except UnknownAliasError as unknown:
        if not local.is_whole(Collection.CONNECTIONS):
            return _unknown_alias(request, local, str(unknown))
        status = NOT_FOUND if Feature.UNKNOWN_ALIAS_IS_MISSING.is_in(local.version) else FORBIDDEN
        return _refused(request, status, local, "connections", f"there is no alias [{unknown}]")
    except InvalidSelectorError as invalid:
        return _refused(request, BAD_REQUEST, local, "expression", str(invalid))
    except InvalidClusterExpressionError as invalid:
        return _refused(
            request, FORBIDDEN, local, "expression", f"[{invalid}] is not a valid exclusion of a cluster"
        )


def _is_disabled(user: User, request: Request) -> bool:
    """Say whether a user may not authenticate; REST API keys go on working."""
    by_key = user.api_key is not None and user.name == request.user
    return not user.enabled and not by_key


def _unknown_alias(request: Request, local: Cluster, alias: str) -> Decision:
    similar = did_you_mean(alias, local.connection_by_alias)
    what = f"alias {alias} of {local.name} is in none of the sources{similar}"
    missing = Missing(what, "add the connection to a facts document, or correct the alias")
    step = Step(Verdict.NOTES, local.name, "not known", what, local.source)
    return Decision(request, UNDECIDED, steps=(step,), unknown=(missing,))


def _settled(part: Part, local: Cluster) -> Part:
    """Count a cluster as skipped if all its shards refuse and the request succeeds with the others."""
    skips = (
        part.outcome in {Outcome.DENIED, Outcome.INVALID}
        and part.failed
        and local.connection_by_alias[part.alias].skips(local.version)
    )
    return replace(part, outcome=Outcome.SKIPPED) if skips else part


def _local_part(
    request: Request, local: Cluster, subject: Subject, split: Mapping[str, tuple[str, ...]], now: datetime
) -> Part:
    expressions = split.get(LOCAL, ())
    rights = tls_model.rights_on(subject, local)
    question = question_of(request).on_local_cluster
    if local.indices is None:
        reached = answer_in_patterns(request, question, Arrived(local, rights, expressions, now))
        why = explanation.pattern_steps(rights, question, expressions)
        return Part(LOCAL, local.name, reached.outcome, patterns=reached.patterns, steps=why)
    asked = Asked(
        request,
        expressions,
        rights,
        local.inventory,
        local.version,
        local.version,
        now,
        spread=local.nodes != 1,
        alone=set(split) <= {LOCAL},
    )
    answered = answer(question, asked)
    why = explanation.steps(asked, question, answered, local)
    reported = request.kind is Kind.RESOLVE_CLUSTER and answered.outcome in {
        Outcome.NOT_FOUND,
        Outcome.INVALID,
    }
    outcome = Outcome.SKIPPED if reported else answered.outcome
    return Part(LOCAL, local.name, outcome, answered.indices, steps=why)


def _refused(request: Request, status: int, local: Cluster, what: str, detail: str) -> Decision:
    return Decision(request, status, steps=(Step(Verdict.DENIES, local.name, what, detail, local.source),))
