"""What each kind of request asks of a cluster: which actions, on which names, what becomes of a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from esremote.model import privileges
from esremote.model.access.authorization import Denied, authorize
from esremote.model.access.resolution import (
    InvalidExpressionError,
    NothingMatchesError,
    Resolver,
)
from esremote.model.decisions import IndexAccess, Outcome
from esremote.model.filters import Documents, Fields
from esremote.model.requests import Kind

if TYPE_CHECKING:
    from esremote.model.access.authorization import Seen
    from esremote.model.access.inventory import Inventory
    from esremote.model.access.permissions import Rights
    from esremote.model.requests import Request
    from esremote.model.versions import Version


class Refusal(Enum):
    """What the local cluster makes of an answer other than 200."""

    PASSED_ON = auto()
    SKIPPED_IF_SET = auto()
    SWALLOWED = auto()


@dataclass(frozen=True, slots=True)
class Question:
    """How a kind of request proceeds on a cluster.

    Args:
        action: what is authorized on the names of the request.
        shard_action: what is then authorized on each index by itself; None if the cluster does all at once.
        refusal: what becomes of a refusal.
        opens: whether the indices are read, so that a closed one is an error and an alias's filter applies.
        partial: whether indices that the second step refuses are left out, instead of refusing all.
    """

    action: str
    shard_action: str | None = None
    refusal: Refusal = Refusal.PASSED_ON
    opens: bool = True
    partial: bool = True


_SEARCH = Question(privileges.SEARCH, refusal=Refusal.SKIPPED_IF_SET)
_SEARCH_BY_SHARDS = Question(
    privileges.SEARCH_SHARDS, shard_action=privileges.SEARCH_SHARD, refusal=Refusal.SKIPPED_IF_SET
)
_QUESTIONS = {
    Kind.SEARCH: _SEARCH,
    Kind.COUNT: _SEARCH,
    Kind.FIELD_CAPS: Question(privileges.FIELD_CAPS),
    Kind.RESOLVE_INDEX: Question(privileges.RESOLVE_INDEX, refusal=Refusal.SWALLOWED, opens=False),
    Kind.RESOLVE_CLUSTER: Question(privileges.RESOLVE_CLUSTER, refusal=Refusal.SWALLOWED, opens=False),
    Kind.POINT_IN_TIME: Question(
        privileges.SEARCH_SHARDS,
        shard_action=privileges.OPEN_READER,
        refusal=Refusal.SKIPPED_IF_SET,
        partial=False,
    ),
    Kind.TERMS_ENUM: Question(privileges.TERMS_ENUM, refusal=Refusal.SWALLOWED),
    Kind.ESQL: Question(privileges.ESQL, refusal=Refusal.SKIPPED_IF_SET),
    Kind.FOLLOW: Question(privileges.SHARD_CHANGES),
}


def question_of(request: Request) -> Question:
    """Give the way in which a request proceeds."""
    if request.kind is Kind.SEARCH and not request.ccs_minimize_roundtrips:
        return _SEARCH_BY_SHARDS
    return _QUESTIONS[request.kind]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it arrives at one cluster."""

    request: Request
    expressions: tuple[str, ...]
    rights: Rights
    inventory: Inventory
    version: Version


@dataclass(frozen=True, slots=True)
class Answered:
    """What one cluster answers, before anybody explains it.

    Args:
        outcome: the answer.
        indices: what is read.
        names: the names that were asked for once wildcards were replaced.
        culprits: the names because of which it is refused or fails.
    """

    outcome: Outcome
    indices: tuple[IndexAccess, ...] = ()
    names: tuple[str, ...] = ()
    culprits: tuple[str, ...] = ()


def answer(question: Question, asked: Asked) -> Answered:
    """Answer a question with what exists."""
    resolver = Resolver(asked.request, asked.inventory, asked.rights, question.action, asked.version)
    try:
        names = resolver.resolve(asked.expressions)
    except NothingMatchesError as nothing:
        return Answered(Outcome.NOT_FOUND, culprits=(str(nothing),))
    except InvalidExpressionError as invalid:
        return Answered(Outcome.INVALID, culprits=(str(invalid),))
    if not names:
        return _answer_to_nothing(question, asked)
    seen = authorize(question.action, names, asked.rights, asked.inventory)
    if isinstance(seen, Denied):
        return Answered(Outcome.DENIED, names=names, culprits=seen.names)
    problem = _problem(question, asked, names)
    if problem is not None:
        return problem
    return _read(question, asked, names, seen)


def _answer_to_nothing(question: Question, asked: Asked) -> Answered:
    if not asked.rights.allow_anywhere(question.action):
        return Answered(Outcome.DENIED, culprits=asked.expressions)
    if not asked.request.allow_no_indices:
        return Answered(Outcome.NOT_FOUND, culprits=asked.expressions)
    return Answered(Outcome.ALLOWED)


def _problem(question: Question, asked: Asked, names: tuple[str, ...]) -> Answered | None:
    """Say what is wrong with names that are allowed: they do not exist, or are closed."""
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
        found = tuple(name for name in names if name in asked.inventory)
        return Answered(
            Outcome.ALLOWED, tuple(IndexAccess(n, Fields(), Documents()) for n in sorted(found)), names
        )
    open_ones = {index: what for index, what in seen.items() if not asked.inventory[index].closed}
    filters = {index: alias_filters(index, names, asked.inventory) for index in open_ones}
    if question.shard_action is not None:
        return _read_by_shards(question, asked, names, filters)
    return Answered(
        Outcome.ALLOWED,
        tuple(_access(index, what, filters[index].queries) for index, what in open_ones.items()),
        names,
    )


def _read_by_shards(
    question: Question, asked: Asked, names: tuple[str, ...], filters: dict[str, AliasFilters]
) -> Answered:
    read = []
    refused = []
    for index, filtered in filters.items():
        names_on_shard = filtered.aliases or (index,)
        action = question.shard_action or question.action
        seen = authorize(action, names_on_shard, asked.rights, asked.inventory)
        if isinstance(seen, Denied):
            refused.append(index)
        else:
            read.append(_access(index, seen[index], filtered.queries))
    if refused and (not read or not question.partial):
        return Answered(Outcome.DENIED, names=names, culprits=tuple(refused))
    return Answered(Outcome.ALLOWED, tuple(read), names, tuple(refused))


def _access(index: str, seen: Seen, filters: frozenset[str]) -> IndexAccess:
    layer = Documents(frozenset({filters})) if filters else Documents()
    return IndexAccess(index, seen.fields, seen.documents.and_(layer))


@dataclass(frozen=True, slots=True)
class AliasFilters:
    """The filters through which an index is reached: none as soon as one way to it has none.

    Args:
        aliases: the aliases that filter.
        queries: their filters, of which any may match.
    """

    aliases: tuple[str, ...] = ()
    queries: frozenset[str] = frozenset()


def alias_filters(index: str, names: tuple[str, ...], inventory: Inventory) -> AliasFilters:
    """Give the filters of the aliases through which the names of a request reach an index."""
    ways = [name for name in names if name in inventory and index in inventory[name].indices]
    if any(index not in inventory[name].filters for name in ways):
        return AliasFilters()
    return AliasFilters(tuple(ways), frozenset(inventory[name].filters[index] for name in ways))
