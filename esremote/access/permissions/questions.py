"""What each kind of request needs on a cluster: which actions, on which names; what a refusal leads to."""

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
    """How the local cluster handles an answer of a remote cluster other than 200."""

    PASSED_ON = auto()
    PASSED_ON_IF_NOTHING_IS_READ = auto()
    SKIPPED_IF_SET = auto()
    SWALLOWED = auto()


@dataclass(frozen=True, slots=True)
class ShardStep:
    """An action that is authorized for each index again, because the local cluster asks its shards directly.

    Args:
        action: the action.
        by_filtered_alias: whether an index that only filtered aliases lead to is authorized by their names.
        sent_to_shard: whether it is sent to the shard itself, through a proxy action in proxy mode.
        batched_by: the change since which all shards of a node are asked, and refused, together; None: never.
    """

    action: str
    by_filtered_alias: bool = False
    sent_to_shard: bool = True
    batched_by: Feature | None = None

    @property
    def proxy_action(self) -> str:
        """The action that forwards this one inside the remote cluster."""
        return f"internal:transport/proxy/{self.action}"


@dataclass(frozen=True, slots=True)
class Question:
    """How a kind of request proceeds on a remote cluster.

    Args:
        action: the action that is authorized on the names of the request.
        local_action: the action that is authorized on the local cluster's own names.
        also: further actions that are authorized on the same names.
        shard_steps: what is then authorized on each index separately.
        refusal: how a refusal of `action` is handled.
        opens: whether the indices are read, so that closed ones are an error and alias filters apply.
        partial: whether indices that a shard step refuses are left out, instead of failing the request.
        knows_remotes: whether `action` can itself cross clusters; wildcards are then replaced before
            authorization.
        gate: an action that must be allowed on something of the local cluster before any cluster is asked.
        runs_queries: whether documents are searched, which fails with a query that Elasticsearch cannot run.
        skips_queried: whether indices on which the asker has a query are left out, and alias filters ignored.
    """

    action: str
    local_action: str
    also: tuple[str, ...] = ()
    shard_steps: tuple[ShardStep, ...] = ()
    refusal: Refusal = Refusal.PASSED_ON
    opens: bool = True
    partial: bool = True
    knows_remotes: bool = True
    gate: str | None = None
    runs_queries: bool = False
    skips_queried: bool = False

    @property
    def required(self) -> tuple[str, ...]:
        """Every action that must be allowed on the requested names."""
        return (self.action, *self.also)

    @property
    def on_local_cluster(self) -> Question:
        """The same request for the local cluster's own names."""
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
    runs_queries=True,
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
    runs_queries=True,
)
_SEARCH = replace(_plain(privileges.SEARCH, Refusal.SKIPPED_IF_SET), runs_queries=True)
_QUESTIONS = {
    Kind.SEARCH: _SEARCH,
    Kind.MSEARCH: replace(_SEARCH, gate=privileges.MSEARCH),
    Kind.COUNT: _SEARCH,
    Kind.FIELD_CAPS: _plain(privileges.FIELD_CAPS, Refusal.PASSED_ON_IF_NOTHING_IS_READ),
    Kind.RESOLVE_INDEX: _plain(privileges.RESOLVE_INDEX, Refusal.SWALLOWED, opens=False),
    Kind.RESOLVE_CLUSTER: _plain(privileges.RESOLVE_CLUSTER, Refusal.SWALLOWED, opens=False),
    Kind.POINT_IN_TIME: _POINT_IN_TIME,
    Kind.TERMS_ENUM: replace(_plain(privileges.TERMS_ENUM, Refusal.SWALLOWED), skips_queried=True),
    Kind.ESQL: replace(
        _plain(privileges.ESQL, Refusal.SKIPPED_IF_SET), gate=privileges.LOCAL_ESQL, runs_queries=True
    ),
    Kind.ENRICH: _plain(privileges.ENRICH_POLICY, Refusal.SKIPPED_IF_SET),
    Kind.FOLLOW: Question(privileges.SHARD_CHANGES, privileges.SHARD_CHANGES, also=(privileges.STATS,)),
}


def question_of(request: Request) -> Question:
    """Give how a request proceeds."""
    if not request.ccs_minimize_roundtrips and request.kind in {Kind.SEARCH, Kind.MSEARCH}:
        return replace(_SEARCH_BY_SHARDS, gate=_QUESTIONS[request.kind].gate)
    return _QUESTIONS[request.kind]


def required_actions(kind: Kind) -> tuple[str, ...]:
    """Give every action that a kind of request needs on the names that it asks for."""
    return _QUESTIONS[kind].required
