"""What each kind of request asks of a cluster: which actions, on which names, what becomes of a refusal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from esremote.access.decision.requests import Kind
from esremote.model.releases.features import Feature
from esremote.model.roles import privileges

if TYPE_CHECKING:
    from esremote.access.decision.requests import Request


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
        batched_by: since this, all shards of a node are asked, and refused, together; None: never.
    """

    action: str
    by_filtered_alias: bool = False
    sent_to_shard: bool = True
    batched_by: Feature | None = None

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
    def required(self) -> tuple[str, ...]:
        """Every action that must be allowed on the names that are asked for."""
        return (self.action, *self.also)

    @property
    def on_local_cluster(self) -> Question:
        """The question as the local cluster puts it to itself."""
        return replace(self, action=self.local_action, shard_steps=(), knows_remotes=True)


def _plain(action: str, refusal: Refusal = Refusal.PASSED_ON, *, opens: bool = True) -> Question:
    return Question(action, action, refusal=refusal, opens=opens)


_SEARCH_BY_SHARDS = Question(
    privileges.SEARCH_SHARDS,
    privileges.SEARCH,
    shard_steps=(
        ShardStep(privileges.SEARCH_SHARD, by_filtered_alias=True, batched_by=Feature.BATCHED_QUERIES),
    ),
    refusal=Refusal.SKIPPED_IF_SET,
    knows_remotes=False,
)
_POINT_IN_TIME = Question(
    privileges.SEARCH_SHARDS,
    privileges.OPEN_POINT_IN_TIME,
    shard_steps=(
        ShardStep(privileges.OPEN_READER, by_filtered_alias=True),
        ShardStep(privileges.CLUSTER_SEARCH_SHARDS, sent_to_shard=False),
        ShardStep(privileges.SEARCH_SHARD, batched_by=Feature.BATCHED_QUERIES),
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


def required_actions(kind: Kind) -> tuple[str, ...]:
    """Give every action that a kind of request needs on the names that it asks for."""
    return _QUESTIONS[kind].required
