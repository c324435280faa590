"""Deciding a request: who asks, which clusters, what each answers, and the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.model.access import explanation, tls_model
from esremote.model.access.expressions import (
    LOCAL,
    InvalidClusterExpressionError,
    UnknownAliasError,
    split_by_cluster,
)
from esremote.model.access.inventory import take_inventory
from esremote.model.access.questions import Asked, answer, question_of
from esremote.model.access.reach import patterns_reached
from esremote.model.access.remedies import remedy
from esremote.model.access.remotes import Passage, remote_part
from esremote.model.access.statuses import BAD_REQUEST, FORBIDDEN, NOT_FOUND, status_of
from esremote.model.access.subjects import Subject, subjects
from esremote.model.decisions import Decision, Outcome, Part, Step, Verdict
from esremote.model.versions import Version

if TYPE_CHECKING:
    from datetime import datetime

    from esremote.model.landscape import Cluster, Landscape
    from esremote.model.requests import Request


def decide(landscape: Landscape, request: Request, *, at: datetime | None = None) -> Decision:
    """Say what the local cluster would answer to a request, and why.

    Args:
        landscape: the clusters; those that the request touches must be known.
        request: the question.
        at: the instant for which expirations count; None means now.

    Raises:
        KeyError: the request names a cluster or a user that the landscape does not know.

    >>> from esremote.model import facts
    >>> from esremote.model.requests import Request
    >>> clusters = '{"frankfurt": {"version": "9.5.3"}}'
    >>> known = facts.read(f'{{"format": "esremote/facts", "version": 1, "clusters": {clusters}}}')
    >>> decide(known.landscape, Request("frankfurt", "dublin:logs-*", roles=("superuser",))).status
    404
    """
    local = landscape.cluster_by_name[request.cluster]
    who = tuple(subjects(request, local))
    if len(who) > 1 and not who[0].may_run_as(who[1].name):
        return _refused(request, FORBIDDEN, local, "run_as", f"{who[0].name} may not run as {who[1].name}")
    try:
        split = split_by_cluster(request.expression, local.connection_by_alias, local.version)
    except UnknownAliasError as unknown:
        status = NOT_FOUND if local.version >= Version(9) else FORBIDDEN
        return _refused(request, status, local, "connections", f"there is no alias [{unknown}]")
    except InvalidClusterExpressionError as invalid:
        return _refused(request, BAD_REQUEST, local, "expression", f"[{invalid}] cannot exclude like that")
    parts: list[Part] = []
    if LOCAL in split or not split:
        parts.append(_local_part(request, local, who[-1], split.get(LOCAL, ())))
        if parts[0].outcome is Outcome.DENIED:
            return Decision(request, FORBIDDEN, tuple(parts), remedy(request, parts))
    for alias in sorted(split.keys() - {LOCAL}):
        connection = local.connection_by_alias[alias]
        remote = landscape.cluster_by_name[connection.remote_cluster]
        parts.append(remote_part(Passage(local, connection, remote, who, at), request, split[alias]))
    return Decision(request, status_of(parts), tuple(parts), remedy(request, parts))


def _local_part(request: Request, local: Cluster, subject: Subject, expressions: tuple[str, ...]) -> Part:
    rights = tls_model.rights_on(subject, local)
    question = question_of(request)
    if local.indices is None:
        reached = patterns_reached(request, question, expressions, rights, local)
        why = explanation.pattern_steps(rights, question, expressions)
        return Part(LOCAL, local.name, reached.outcome, patterns=reached.patterns, steps=why)
    asked = Asked(request, expressions, rights, take_inventory(local), local.version)
    answered = answer(question, asked)
    why = explanation.steps(asked, question, answered, local)
    return Part(LOCAL, local.name, answered.outcome, answered.indices, steps=why)


def _refused(request: Request, status: int, local: Cluster, what: str, detail: str) -> Decision:
    return Decision(request, status, steps=(Step(Verdict.DENIES, local.name, what, detail, local.source),))
