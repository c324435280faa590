"""What a cluster answers to a request, given what exists on it and what the user may do there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.access.decision.decisions import IndexAccess, Outcome
from esremote.access.decision.filters import Documents, Fields
from esremote.access.decision.requests import Kind
from esremote.access.engine.authorization import Denied, Seen, authorize
from esremote.access.engine.index_alias_filters import AliasFilters, alias_filters
from esremote.access.engine.resolution import InvalidExpressionError, NothingMatchesError, Resolver

if TYPE_CHECKING:
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
    """

    outcome: Outcome
    indices: tuple[IndexAccess, ...] = ()
    names: tuple[str, ...] = ()
    culprits: tuple[str, ...] = ()
    refused: ShardStep | None = None


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
        asked.request, asked.inventory, asked.rights, question.action, question.opens, asked.version
    )
    try:
        names = resolver.resolve(asked.expressions)
    except NothingMatchesError as nothing:
        return Answered(Outcome.NOT_FOUND, culprits=(str(nothing),))
    except InvalidExpressionError as invalid:
        return Answered(Outcome.INVALID, culprits=(str(invalid),))
    return names or _answer_to_nothing(question, asked)


def _answer_to_nothing(question: Question, asked: Asked) -> Answered:
    if not asked.alone:
        return Answered(Outcome.ALLOWED)
    if not asked.request.allow_no_indices:
        return Answered(Outcome.NOT_FOUND, culprits=asked.expressions)
    if not asked.rights.allow_anywhere(question.action):
        return Answered(Outcome.DENIED, culprits=asked.expressions)
    if not asked.request.expand_wildcards and not asked.request.ignore_unavailable:
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
        found = tuple(name for name in names if _is_reported(name, asked))
        return Answered(
            Outcome.ALLOWED, tuple(IndexAccess(n, Fields(), Documents()) for n in sorted(found)), names
        )
    opened = {index: what for index, what in seen.items() if not asked.inventory[index].closed}
    if not opened and not asked.request.allow_no_indices:
        return Answered(Outcome.NOT_FOUND, names=names, culprits=names)
    filters = {index: alias_filters(index, names, asked.inventory) for index in opened}
    if question.shard_steps:
        return _read_by_shards(question, asked, names, filters)
    return Answered(
        Outcome.ALLOWED,
        tuple(_access(index, what, filters[index].queries) for index, what in opened.items()),
        names,
    )


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
    layer = Documents(frozenset({filters})) if filters else Documents()
    return IndexAccess(index, seen.fields, seen.documents.and_(layer))
