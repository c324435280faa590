"""The general answer in patterns says of every name what a decision about that name says."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esremote.access.decision.decisions import Outcome
from esremote.access.decision.filters import Documents, Fields
from esremote.access.decision.requests import Kind, Request
from esremote.access.engine.deciding import decide
from esremote.access.landscape.indices import Index
from esremote.access.landscape.landscape import Landscape
from esremote.access.landscape.roles import FieldSecurity, IndicesEntry, RemoteIndicesEntry, Role
from esremote.access.reach.gains import gained
from esremote.access.reach.regions import Region, reachable
from esremote.model.patterns import Names
from tests.access.worlds import paper_clusters
from tests.differential import clusters as prepared
from tests.differential.worlds import random_world

if TYPE_CHECKING:
    from esremote.access.decision.decisions import IndexAccess, Part

NAMES = (
    "logs-1",
    "logs-2",
    "logs-x",
    "audit-1",
    "metrics-1",
    "filt",
    "ds-1",
    "other",
    ".security-7",
    "x-prod",
)
PREPARED = paper_clusters("9.5.3")


def with_index(landscape: Landscape, name: str | None) -> Landscape:
    """The same landscape where one index exists on the remote cluster, or where it is not known which do."""
    local, remote = landscape.clusters
    indices = None if name is None else (Index(name),)
    return replace(landscape, clusters=(local, replace(remote, indices=indices, aliases=(), data_streams=())))


def seen(part: Part) -> IndexAccess | None:
    """What a decision about one name shows."""
    return part.indices[0] if part.outcome is Outcome.ALLOWED else None


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    alias=st.sampled_from(sorted(prepared.ALIASES)),
    roles=st.lists(st.sampled_from(prepared.ROLES), min_size=1, max_size=3, unique=True).map(tuple),
    kind=st.sampled_from([Kind.SEARCH, Kind.FIELD_CAPS, Kind.FOLLOW]),
)
def test_regions_and_decisions_agree(seed: int, alias: str, roles: tuple[str, ...], kind: Kind) -> None:
    landscape = random_world(Random(seed), PREPARED)  # noqa: S311 - nothing secret
    regions = reachable(landscape, "frankfurt", alias, roles, kind)
    for name in NAMES:
        request = Request("frankfurt", f"{alias}:{name}", kind, roles=roles)
        (part,) = decide(with_index(landscape, name), request).parts
        shown = seen(part)
        holding = [region for region in regions if name in region.names]
        assert len(holding) == (shown is not None)
        if shown is not None:
            assert (holding[0].fields, holding[0].documents) == (shown.fields, shown.documents)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), wildcard=st.sampled_from(["*", "logs-*", "*-1", "a*", "nope-*"]))
def test_a_wildcard_where_indices_are_not_known_gives_the_patterns_that_it_shares(
    seed: int, wildcard: str
) -> None:
    landscape = random_world(Random(seed), PREPARED)  # noqa: S311 - nothing secret
    request = Request("frankfurt", f"dub-a:{wildcard}", user="u1")
    (general,) = decide(with_index(landscape, None), request).parts
    for name in NAMES:
        (part,) = decide(with_index(landscape, name), request).parts
        covered = any(name in Names.of(access.name) for access in general.patterns)
        restricted = name.startswith(".security")
        assert covered == bool(part.indices) or restricted
        assert (general.outcome is Outcome.DENIED) == (part.outcome is Outcome.DENIED)


def region(*patterns: str, fields: FieldSecurity | None = None, query: str | None = None) -> Region:
    """A region of one party."""
    return Region(
        Names.of(*patterns),
        Fields(frozenset({frozenset({fields})})) if fields else Fields(),
        Documents(frozenset({frozenset({query})})) if query else Documents(),
    )


SOME, MORE = FieldSecurity(("f1",)), FieldSecurity(("f*",))
Q1, Q2 = '{"term":{"kind":"k1"}}', '{"term":{"kind":"k2"}}'


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        ([region("logs-*")], [region("logs-*")], []),
        ([region("logs-*")], [region("logs-app-*")], []),
        ([region("logs-*")], [region("logs-*", "audit-*")], [("audit-a", "logs-a")]),
        ([], [region("logs-*")], [("logs-a", "audit-a")]),
        ([region("logs-*", fields=SOME)], [region("logs-*", fields=MORE)], [("logs-a", "audit-a")]),
        ([region("logs-*", fields=MORE)], [region("logs-*", fields=SOME)], []),
        ([region("logs-*", query=Q1)], [region("logs-*")], [("logs-a", "audit-a")]),
        ([region("logs-*")], [region("logs-*", query=Q1)], []),
        ([region("logs-*", query=Q1)], [region("logs-*", query=Q2)], [("logs-a", "audit-a")]),
        (
            [region("logs-*"), region("audit-*", query=Q1)],
            [region("*-app", query=Q1)],
            [("x-app", "logs-app")],
        ),
    ],
)
def test_what_a_change_lets_be_seen_that_could_not_be_seen_before(
    before: list[Region], after: list[Region], names: list[tuple[str, str]]
) -> None:
    new = gained(before, after)
    assert len(new) == len(names)
    for (inside, outside), part in zip(names, new, strict=True):
        assert inside in part.names
        assert outside not in part.names


@pytest.mark.parametrize(
    ("privileges", "outcome"), [(("read",), Outcome.DENIED), (("read", "monitor"), Outcome.ALLOWED)]
)
@pytest.mark.parametrize("index", ["logs-1", None])
def test_who_follows_an_index_must_be_allowed_to_ask_for_its_history_too(
    privileges: tuple[str, ...], outcome: Outcome, index: str | None
) -> None:
    local, remote = random_world(Random(1), PREPARED).clusters  # noqa: S311 - nothing secret
    follower = Role("follower", indices=(IndicesEntry(("logs-*",), privileges),))
    landscape = with_index(Landscape((local, replace(remote, roles=(follower,)))), index)
    request = Request(local.name, "tls-a:logs-1", Kind.FOLLOW, roles=("follower",))
    (part,) = decide(landscape, request).parts
    assert part.outcome is outcome


@pytest.mark.parametrize("alias", sorted(prepared.ALIASES))
@pytest.mark.parametrize("privileges", [(), ("none",), ("NONE", "read")])
def test_an_entry_without_privileges_lets_nothing_through(alias: str, privileges: tuple[str, ...]) -> None:
    """A role read from a damaged file can have such an entry; the server refuses to store the first."""
    local_role = Role("empty", remote_indices=(RemoteIndicesEntry(("*",), ("*",), privileges),))
    remote_role = Role("empty", indices=(IndicesEntry(("*",), privileges),))
    local, remote = random_world(Random(1), PREPARED).clusters  # noqa: S311 - nothing secret
    landscape = Landscape((replace(local, roles=(local_role,)), replace(remote, roles=(remote_role,))))
    assert reachable(landscape, local.name, alias, ("empty",)) == ()
    (part,) = decide(landscape, Request(local.name, f"{alias}:logs-1", roles=("empty",))).parts
    assert part.outcome is not Outcome.ALLOWED
