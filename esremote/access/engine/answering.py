"""What a cluster answers to a request, given what exists on it and what the user may do there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from esremote.access.decision.decisions import IndexAccess, Outcome
from esremote.access.decision.filters import Documents, Fields
from esremote.access.decision.requests import Kind
from esremote.access.engine.authorization import Denied, Seen, authorize
from esremote.access.engine.date_math import InvalidDateMathError, UnreadableDateMathError
from esremote.access.engine.documents import note_on_filter, queries_in_the_way, through_filters
from esremote.access.engine.index_alias_filters import AliasFilters, alias_filters
from esremote.access.engine.resolution import InvalidExpressionError, NothingMatchesError, Resolver
from esremote.access.permissions.permissions import FAILURES

if TYPE_CHECKING:
    from datetime import datetime

    from esremote.access.decision.requests import Request
    from esremote.access.landscape.inventory import Inventory
    from esremote.access.permissions.permissions import Rights
    from esremote.access.permissions.questions import Question, ShardStep
    from esremote.model.releases.versions import Version


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it arrives at a cluster.

    Args:
        request: the request.
        expressions: the expressions that are for this cluster.
        rights: what the user may do there.
        inventory: what exists there.
        version: the cluster's version.
        now: the clock that date math in names counts from.
        asking: the version of the cluster that sends the request.
        spread: whether the shards are, or may be, on several nodes.
        proxied: whether the connection reaches shards through a proxy action.
        alone: whether no other cluster receives a part of the request.
    """

    request: Request
    expressions: tuple[str, ...]
    rights: Rights
    inventory: Inventory
    version: Version
    asking: Version
    now: datetime
    spread: bool = True
    proxied: bool = False
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Answered:
    """What a cluster answers, without the reasons.

    Args:
        outcome: the answer.
        indices: the indices that are read.
        names: the requested names, with wildcards replaced.
        culprits: the names that cause a refusal or a failure.
        refused: the step that the shards refuse for the culprits, if that is the cause.
        why: what is wrong with the culprits, if they do not tell.
        notes: what else explains what is read.
    """

    outcome: Outcome
    indices: tuple[IndexAccess, ...] = ()
    names: tuple[str, ...] = ()
    culprits: tuple[str, ...] = ()
    refused: ShardStep | None = None
    why: str = ""
    notes: tuple[str, ...] = ()


def answer(question: Question, asked: Asked) -> Answered:
    """Answer a request about a cluster whose indices are known."""
    if not question.knows_remotes and not asked.rights.allow_anywhere(question.action):
        return Answered(Outcome.DENIED, culprits=asked.expressions)
    names = _resolved(question, asked)
    if isinstance(names, Answered):
        return names
    for action in question.also:
        denied = authorize(action, names, asked.rights, asked.inventory)
        if isinstance(denied, Denied):
            return Answered(Outcome.DENIED, names=names, culprits=denied.names)
    seen = authorize(question.action, names, asked.rights, asked.inventory, spread=asked.spread)
    if isinstance(seen, Denied):
        return Answered(Outcome.DENIED, names=names, culprits=seen.names)
    return _problem(question, asked, names) or _read(question, asked, names, seen)


def _resolved(question: Question, asked: Asked) -> tuple[str, ...] | Answered:
    """Give the requested names, or the answer if there are none."""
    resolver = Resolver(
        asked.request,
        asked.inventory,
        asked.rights,
        question.action,
        question.opens,
        asked.version,
        asked.now,
    )
    try:
        names = resolver.resolve(asked.expressions)
    except NothingMatchesError as nothing:
        return Answered(Outcome.NOT_FOUND, culprits=(str(nothing),))
    except InvalidExpressionError as invalid:
        return Answered(Outcome.INVALID, culprits=(str(invalid),))
    except InvalidDateMathError as invalid:
        return Answered(Outcome.DENIED, why=str(invalid))
    except UnreadableDateMathError as unreadable:
        return Answered(Outcome.UNKNOWN, why=str(unreadable))
    return names or _answer_to_nothing(question, asked)


def _answer_to_nothing(question: Question, asked: Asked) -> Answered:
    if not asked.alone:
        return Answered(Outcome.ALLOWED)
    if not asked.request.allow_no_indices:
        return Answered(Outcome.NOT_FOUND, culprits=asked.expressions)
    if not asked.rights.allow_anywhere(question.action):
        return Answered(Outcome.DENIED, culprits=asked.expressions)
    if not asked.request.expands and not asked.request.ignore_unavailable:
        # The server writes "no names" as `*,-*`, and then takes these for names.
        outcome = Outcome.NOT_FOUND if asked.rights.allow(question.action, "*") else Outcome.DENIED
        return Answered(outcome, culprits=("*",))
    return Answered(Outcome.ALLOWED)


def _problem(question: Question, asked: Asked, names: tuple[str, ...]) -> Answered | None:
    """Give the answer if allowed names are invalid, do not exist, or are closed."""
    invalid = tuple(name for name in names if name.startswith("_"))
    if invalid:
        return Answered(Outcome.INVALID, names=names, culprits=invalid)
    if asked.request.ignore_unavailable:
        return None
    missing = tuple(name for name in names if name not in asked.inventory)
    if missing:
        return Answered(Outcome.NOT_FOUND, names=names, culprits=missing)
    if not question.opens:
        return None
    closed = tuple(
        name
        for name in names
        if any(asked.inventory[index].closed for index in asked.inventory[name].indices)
    )
    return Answered(Outcome.INVALID, names=names, culprits=closed) if closed else None


def _read(question: Question, asked: Asked, names: tuple[str, ...], seen: dict[str, Seen]) -> Answered:
    if not question.opens:
        found = {name.removesuffix(FAILURES) for name in names if _is_reported(name, asked)}
        return Answered(
            Outcome.ALLOWED, tuple(IndexAccess(n, Fields(), Documents()) for n in sorted(found)), names
        )
    opened = {index: what for index, what in seen.items() if not asked.inventory[index].closed}
    if not opened and not asked.request.allow_no_indices:
        return Answered(Outcome.NOT_FOUND, names=names, culprits=names)
    filters = {index: alias_filters(index, names, asked.inventory) for index in opened}
    notes = tuple(
        note
        for index, what in opened.items()
        for alias in filters[index].aliases
        if (query := asked.inventory[alias].filters.get(index)) and not question.skips_queried
        if (note := note_on_filter(query, alias, what.fields))
    )
    if question.shard_steps:
        answered = _read_by_shards(question, asked, names, filters)
        return _searched(question, replace(answered, notes=notes))
    if question.skips_queried:
        filters = dict.fromkeys(opened, AliasFilters())
        opened = {index: what for index, what in opened.items() if not queries_in_the_way(what.documents)}
    read = tuple(_access(index, what, filters[index].queries) for index, what in opened.items())
    return _searched(question, Answered(Outcome.ALLOWED, read, names, notes=notes))


def _searched(question: Question, answered: Answered) -> Answered:
    """Leave out what cannot be searched because of a query that Elasticsearch accepted and cannot run."""
    if not question.runs_queries:
        return answered
    failing = {access.name: why for access in answered.indices if (why := access.documents.unusable)}
    if not failing:
        return answered
    left = tuple(access for access in answered.indices if access.name not in failing)
    outcome = answered.outcome if left and question.partial else Outcome.INVALID
    read = left if outcome is answered.outcome else ()
    why = next(iter(failing.values()))
    return replace(answered, outcome=outcome, indices=read, culprits=(*answered.culprits, *failing), why=why)


def _is_reported(name: str, asked: Asked) -> bool:
    known = asked.inventory.get(name)
    return known is not None and not (known.closed and asked.request.kind is Kind.RESOLVE_CLUSTER)


def _read_by_shards(
    question: Question, asked: Asked, names: tuple[str, ...], filters: dict[str, AliasFilters]
) -> Answered:
    seen = {index: Seen(Fields(), Documents()) for index in filters}
    refused: list[str] = []
    refusing: ShardStep | None = None
    for step in question.shard_steps:
        left = _seen_by_shards(step, asked, {index: filters[index] for index in seen})
        if len(left) < len(seen):
            refusing = refusing or step
            refused += sorted(seen.keys() - left.keys())
        seen = left
    if refused and (not seen or not question.partial):
        return Answered(Outcome.DENIED, names=names, culprits=tuple(refused), refused=refusing)
    read = tuple(_access(index, what, filters[index].queries) for index, what in seen.items())
    return Answered(Outcome.ALLOWED, read, names, tuple(refused), refusing)


def _seen_by_shards(step: ShardStep, asked: Asked, filters: dict[str, AliasFilters]) -> dict[str, Seen]:
    """Give what a step shows of each index; indices that it refuses are left out."""
    if step.sent_to_shard and asked.proxied and not asked.rights.allow_anywhere(step.proxy_action):
        return {}
    names = {
        index: filtered.aliases if step.by_filtered_alias and filtered.aliases else (index,)
        for index, filtered in filters.items()
    }
    batches: list[tuple[str, ...]]
    batched = step.batched_by is not None and step.batched_by.is_in(min(asked.version, asked.asking))
    if not batched:
        batches = [(index,) for index in names]
    elif asked.spread:
        # Which shards are asked together depends on the nodes they are on; the allowed ones may be.
        batches = [tuple(index for index in names if _allowed(step, asked, names[index]))]
    else:
        batches = [tuple(names)]
    seen: dict[str, Seen] = {}
    for batch in batches:
        together = {name for index in batch for name in names[index]}
        answered = authorize(step.action, sorted(together), asked.rights, asked.inventory)
        if not isinstance(answered, Denied):
            seen |= {index: _fetched(step, asked, names[index], index, answered[index]) for index in batch}
    return seen


def _allowed(step: ShardStep, asked: Asked, names: tuple[str, ...]) -> bool:
    return not isinstance(authorize(step.action, names, asked.rights, asked.inventory), Denied)


def _fetched(step: ShardStep, asked: Asked, names: tuple[str, ...], index: str, queried: Seen) -> Seen:
    """Limit what a shard shows to the fields of its own index.

    The shards of a node are queried for documents together, but fields are fetched from each separately.
    """
    alone = authorize(step.action, names, asked.rights, asked.inventory)
    return queried if isinstance(alone, Denied) else Seen(alone[index].fields, queried.documents)


def _access(index: str, seen: Seen, filters: frozenset[str]) -> IndexAccess:
    return IndexAccess(index, seen.fields, seen.documents.and_(through_filters(filters, seen.fields)))
