"""What each kind of request asks of a cluster: which actions, on which names, what becomes of a refusal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from esremote.model import privileges
from esremote.model.access.authorization import Denied, Seen, authorize
from esremote.model.access.resolution import (
    InvalidExpressionError,
    NothingMatchesError,
    Resolver,
    is_wildcard,
    matcher,
)
from esremote.model.decisions import IndexAccess, Outcome
from esremote.model.filters import Documents, Fields
from esremote.model.requests import Kind
from esremote.model.versions import Version

if TYPE_CHECKING:
    from esremote.model.access.permissions import Rights
    from esremote.model.inventory import Inventory
    from esremote.model.requests import Request


_NEVER = Version(999)
_BATCHED_QUERIES = Version(9, 1)


class Refusal(Enum):
    """What the local cluster makes of another cluster's answer other than 200."""

    PASSED_ON = auto()
    PASSED_ON_IF_NOTHING_IS_READ = auto()
    SKIPPED_IF_SET = auto()
    SWALLOWED = auto()


@dataclass(frozen=True, slots=True)
class ShardStep:
    """Something that is authorized anew for each index, because the local cluster asks its shards directly.

    Args:
        action: what is authorized.
        by_filtered_alias: whether an index that only filtered aliases lead to goes by their names.
        sent_to_shard: whether it goes to the shard itself, by a proxy action if the connection has that mode.
        batched_since: the version from which all shards of a node are asked, and refused, together.
    """

    action: str
    by_filtered_alias: bool = False
    sent_to_shard: bool = True
    batched_since: Version = _NEVER

    @property
    def proxy_action(self) -> str:
        """The action that passes this one on inside the remote cluster."""
        return f"internal:transport/proxy/{self.action}"


@dataclass(frozen=True, slots=True)
class Question:
    """How a kind of request proceeds on a remote cluster.

    Args:
        action: what is authorized on the names of the request.
        local_action: what is authorized instead when the local cluster asks itself.
        also: what is authorized on the same names as well.
        shard_steps: what is then authorized on each index by itself.
        refusal: what becomes of a refusal of `action`.
        opens: whether the indices are read, so that a closed one is an error and an alias's filter applies.
        partial: whether indices that a shard step refuses are left out, instead of refusing all.
        knows_remotes: whether `action` could itself cross clusters; then wildcards come before rights.
    """

    action: str
    local_action: str
    also: tuple[str, ...] = ()
    shard_steps: tuple[ShardStep, ...] = ()
    refusal: Refusal = Refusal.PASSED_ON
    opens: bool = True
    partial: bool = True
    knows_remotes: bool = True

    @property
    def on_local_cluster(self) -> Question:
        """The question as the local cluster puts it to itself."""
        return replace(self, action=self.local_action, shard_steps=(), knows_remotes=True)


def _plain(action: str, refusal: Refusal = Refusal.PASSED_ON, *, opens: bool = True) -> Question:
    return Question(action, action, refusal=refusal, opens=opens)


_SEARCH_BY_SHARDS = Question(
    privileges.SEARCH_SHARDS,
    privileges.SEARCH,
    shard_steps=(ShardStep(privileges.SEARCH_SHARD, by_filtered_alias=True, batched_since=_BATCHED_QUERIES),),
    refusal=Refusal.SKIPPED_IF_SET,
    knows_remotes=False,
)
_POINT_IN_TIME = Question(
    privileges.SEARCH_SHARDS,
    privileges.OPEN_POINT_IN_TIME,
    shard_steps=(
        ShardStep(privileges.OPEN_READER, by_filtered_alias=True),
        ShardStep(privileges.CLUSTER_SEARCH_SHARDS, sent_to_shard=False),
        ShardStep(privileges.SEARCH_SHARD, batched_since=_BATCHED_QUERIES),
    ),
    refusal=Refusal.SKIPPED_IF_SET,
    partial=False,
    knows_remotes=False,
)
_QUESTIONS = {
    Kind.SEARCH: _plain(privileges.SEARCH, Refusal.SKIPPED_IF_SET),
    Kind.COUNT: _plain(privileges.SEARCH, Refusal.SKIPPED_IF_SET),
    Kind.FIELD_CAPS: _plain(privileges.FIELD_CAPS, Refusal.PASSED_ON_IF_NOTHING_IS_READ),
    Kind.RESOLVE_INDEX: _plain(privileges.RESOLVE_INDEX, Refusal.SWALLOWED, opens=False),
    Kind.RESOLVE_CLUSTER: _plain(privileges.RESOLVE_CLUSTER, Refusal.SWALLOWED, opens=False),
    Kind.POINT_IN_TIME: _POINT_IN_TIME,
    Kind.TERMS_ENUM: _plain(privileges.TERMS_ENUM, Refusal.SWALLOWED),
    Kind.ESQL: _plain(privileges.ESQL, Refusal.SKIPPED_IF_SET),
    Kind.ENRICH: _plain(privileges.ENRICH_POLICY, Refusal.SKIPPED_IF_SET),
    Kind.FOLLOW: Question(privileges.SHARD_CHANGES, privileges.SHARD_CHANGES, also=(privileges.STATS,)),
}


def question_of(request: Request) -> Question:
    """Give the way in which a request proceeds."""
    if request.kind is Kind.SEARCH and not request.ccs_minimize_roundtrips:
        return _SEARCH_BY_SHARDS
    return _QUESTIONS[request.kind]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it arrives at one cluster.

    Args:
        request: the request.
        expressions: what of it is for this cluster.
        rights: what the asker may do there.
        inventory: what exists there.
        version: the cluster's version.
        asking: the version of the cluster that asks.
        proxied: whether the connection reaches shards through a proxy action.
        alone: whether no other cluster is asked.
    """

    request: Request
    expressions: tuple[str, ...]
    rights: Rights
    inventory: Inventory
    version: Version
    asking: Version
    proxied: bool = False
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Answered:
    """What one cluster answers, before anybody explains it.

    Args:
        outcome: the answer.
        indices: what is read.
        names: the names that were asked for once wildcards were replaced.
        culprits: the names because of which it is refused or fails.
        refused: the step on shards that refuses the culprits, if it is one.
    """

    outcome: Outcome
    indices: tuple[IndexAccess, ...] = ()
    names: tuple[str, ...] = ()
    culprits: tuple[str, ...] = ()
    refused: ShardStep | None = None


def answer(question: Question, asked: Asked) -> Answered:
    """Answer a question with what exists."""
    if not question.knows_remotes and not asked.rights.allow_anywhere(question.action):
        return Answered(Outcome.DENIED, culprits=asked.expressions)
    names = _resolved(question, asked)
    if isinstance(names, Answered):
        return names
    for action in question.also:
        denied = authorize(action, names, asked.rights, asked.inventory)
        if isinstance(denied, Denied):
            return Answered(Outcome.DENIED, names=names, culprits=denied.names)
    seen = authorize(question.action, names, asked.rights, asked.inventory)
    if isinstance(seen, Denied):
        return Answered(Outcome.DENIED, names=names, culprits=seen.names)
    return _problem(question, asked, names) or _read(question, asked, names, seen)


def _resolved(question: Question, asked: Asked) -> tuple[str, ...] | Answered:
    """Give the names that are asked for, or the answer when that is settled by their lack."""
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
        # The server writes no names as `*,-*`, and then takes these for names.
        outcome = Outcome.NOT_FOUND if asked.rights.allow(question.action, "*") else Outcome.DENIED
        return Answered(outcome, culprits=("*",))
    return Answered(Outcome.ALLOWED)


def _problem(question: Question, asked: Asked, names: tuple[str, ...]) -> Answered | None:
    """Say what is wrong with names that are allowed: they are none, do not exist, or are closed."""
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
        found = tuple(name for name in names if _is_told(name, asked))
        return Answered(
            Outcome.ALLOWED, tuple(IndexAccess(n, Fields(), Documents()) for n in sorted(found)), names
        )
    open_ones = {index: what for index, what in seen.items() if not asked.inventory[index].closed}
    if not open_ones and not asked.request.allow_no_indices:
        return Answered(Outcome.NOT_FOUND, names=names, culprits=names)
    filters = {index: alias_filters(index, names, asked.inventory) for index in open_ones}
    if question.shard_steps:
        return _read_by_shards(question, asked, names, filters)
    return Answered(
        Outcome.ALLOWED,
        tuple(_access(index, what, filters[index].queries) for index, what in open_ones.items()),
        names,
    )


def _is_told(name: str, asked: Asked) -> bool:
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
    """Give what a step lets be seen of each index; an index that it refuses is left out."""
    if step.sent_to_shard and asked.proxied and not asked.rights.allow_anywhere(step.proxy_action):
        return {}
    names = {
        index: filtered.aliases if step.by_filtered_alias and filtered.aliases else (index,)
        for index, filtered in filters.items()
    }
    batches = (
        [tuple(names)]
        if step.batched_since <= min(asked.version, asked.asking)
        else [(index,) for index in names]
    )
    seen: dict[str, Seen] = {}
    for batch in batches:
        together = {name for index in batch for name in names[index]}
        answered = authorize(step.action, sorted(together), asked.rights, asked.inventory)
        if not isinstance(answered, Denied):
            seen |= {index: _fetched(step, asked, names[index], index, answered[index]) for index in batch}
    return seen


def _fetched(step: ShardStep, asked: Asked, names: tuple[str, ...], index: str, queried: Seen) -> Seen:
    """Bound what a shard shows to the fields of its own index.

    It is queried for documents together with the other shards of its node, but asked for fields alone.
    """
    alone = authorize(step.action, names, asked.rights, asked.inventory)
    return queried if isinstance(alone, Denied) else Seen(alone[index].fields, queried.documents)


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
    """Give the filters of the aliases through which the names of a request reach an index.

    A wildcard that the request does not expand reaches nothing, and still takes a filter away.
    """
    ways = [known for name in names for known in _meant(name, inventory) if index in inventory[known].indices]
    if any(index not in inventory[name].filters for name in ways):
        return AliasFilters()
    return AliasFilters(tuple(ways), frozenset(inventory[name].filters[index] for name in ways))


def _meant(name: str, inventory: Inventory) -> list[str]:
    if is_wildcard(name):
        return list(filter(matcher(name), inventory))
    return [name] if name in inventory else []
