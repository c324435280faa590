"""A request: who sends it, to which cluster, of which kind, and for what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of requests that can reach a remote cluster; each needs different privileges there."""

    SEARCH = "search"
    MSEARCH = "msearch"
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
    """What wildcards match: `expand_wildcards` in Elasticsearch. `hidden` alone matches nothing."""

    OPEN = "open"
    CLOSED = "closed"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it is sent to the local cluster.

    Args:
        cluster: the local cluster's name.
        expression: the index expression as typed: `dublin:logs-*,-dublin:logs-old`.
        kind: the kind of request.
        user: a user of the local cluster; empty if `roles` are given.
        roles: the names of all roles of an imagined user, to ask what a person with these roles could do.
        run_as: the user on whose behalf the request is sent; their rights count.
        ccs_minimize_roundtrips: for a search, whether the remote cluster runs it as a whole (the default).
        ignore_unavailable: whether names that do not exist or are refused are ignored.
        allow_no_indices: whether a wildcard may match nothing.
        expand_wildcards: what wildcards match.
        id: an identifier of your own, returned with the answer.

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
    def expands(self) -> frozenset[Expand]:
        """What wildcards are replaced by: nothing, unless open or closed names are among it."""
        return self.expand_wildcards if self.expand_wildcards & {Expand.OPEN, Expand.CLOSED} else frozenset()

    @property
    def subject(self) -> str:
        """The user or the roles, as text."""
        who = self.user or f"roles [{', '.join(self.roles)}]"
        return f"{who} acting as {self.run_as}" if self.run_as else who
