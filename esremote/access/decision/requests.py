"""A question: who asks, from which cluster, with which kind of request, for what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The requests that can cross to another cluster, each of which needs something else there."""

    SEARCH = "search"
    COUNT = "count"
    FIELD_CAPS = "field_caps"
    RESOLVE_INDEX = "resolve_index"
    RESOLVE_CLUSTER = "resolve_cluster"
    POINT_IN_TIME = "point_in_time"
    TERMS_ENUM = "terms_enum"
    ESQL = "esql"
    ENRICH = "enrich"
    FOLLOW = "follow"


class Expand(StrEnum):
    """What wildcards match, `expand_wildcards` in Elasticsearch."""

    OPEN = "open"
    CLOSED = "closed"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Request:
    """A request as somebody would send it to the local cluster.

    Args:
        cluster: the local cluster's name.
        expression: what is asked for, as typed: `dublin:logs-*,-dublin:logs-old`.
        kind: what is done with it.
        user: the user of the local cluster who asks; or empty, with `roles`.
        roles: the roles of somebody who has exactly these, for "what could a person with this role do".
        run_as: the user whose rights count, when the one who signs in acts as another.
        ccs_minimize_roundtrips: for a search, whether the remote cluster runs it as a whole (the default).
        ignore_unavailable: whether a name that does not exist, or is refused, is dropped.
        allow_no_indices: whether a wildcard may match nothing.
        expand_wildcards: what wildcards match.
        id: a mark of the asker's own, given back with the answer.

    >>> Request(cluster="frankfurt", user="ada", expression="dublin:logs-*").kind.value
    'search'
    """

    cluster: str
    expression: str
    kind: Kind = Kind.SEARCH
    user: str = ""
    roles: tuple[str, ...] = ()
    run_as: str | None = None
    ccs_minimize_roundtrips: bool = True
    ignore_unavailable: bool = False
    allow_no_indices: bool = True
    expand_wildcards: frozenset[Expand] = frozenset({Expand.OPEN})
    id: str = ""

    @property
    def subject(self) -> str:
        """Who asks, in words."""
        who = self.user or f"roles [{', '.join(self.roles)}]"
        return f"{who} acting as {self.run_as}" if self.run_as else who
