"""The review's table and the decision engine look at access in two ways, and never disagree about it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from esremote.access.decision.requests import Request
from esremote.access.engine.deciding import decide
from esremote.access.landscape.keys import CrossClusterApiKey, SearchAccess
from esremote.access.landscape.landscape import Cluster, Connection, Landscape
from esremote.access.landscape.roles import IndicesEntry, RemoteIndicesEntry, Role
from esremote.access.reach.abilities import Ability
from esremote.access.reach.rows import reach
from esremote.model.connection.security_model import SecurityModel
from esremote.model.patterns import Names
from esremote.model.releases.versions import Version

PATTERNS = st.sampled_from(
    ["*", "a*", "ab*", "a", "b", "b*", "*b", "a*b", "?b", "/a[bc]/", ".security*", ".s*"]
)
NAMES = ("a", "b", "ab", "abb", "ac", "bb", ".security-7", "c")
PRIVILEGES = st.lists(
    st.sampled_from(["read", "all", "monitor", "view_index_metadata", "none", "read_cross_cluster"]),
    min_size=1,
    max_size=2,
).map(tuple)
LISTS = st.lists(PATTERNS, min_size=1, max_size=3).map(tuple)
ALIASES = st.lists(st.sampled_from(["remote", "other", "*", "rem*", "/re.*/"]), min_size=1, max_size=2).map(
    tuple
)
REMOTE_ENTRIES = st.builds(
    RemoteIndicesEntry,
    clusters=ALIASES,
    names=LISTS,
    privileges=PRIVILEGES,
    allow_restricted_indices=st.booleans(),
)
ENTRIES = st.builds(IndicesEntry, names=LISTS, privileges=PRIVILEGES, allow_restricted_indices=st.booleans())
ROLES = st.builds(
    Role,
    name=st.just("reader"),
    indices=st.lists(ENTRIES, max_size=3).map(tuple),
    remote_indices=st.lists(REMOTE_ENTRIES, max_size=3).map(tuple),
)
SEARCHES = st.lists(
    st.builds(SearchAccess, names=LISTS, allow_restricted_indices=st.booleans()), min_size=1, max_size=2
).map(tuple)
VERSIONS = st.sampled_from([Version(8, 19, 21), Version(9, 5, 3)])


@st.composite
def landscapes(draw: st.DrawFn) -> Landscape:
    key = CrossClusterApiKey(id="k", search=draw(SEARCHES), invalidated=draw(st.integers(0, 9)) == 0)
    connection = Connection(
        alias="remote",
        remote_cluster="remote",
        security_model=draw(st.sampled_from(SecurityModel)),
        cross_cluster_api_key="k",
        skip_unavailable=False,
    )
    local = Cluster("local", draw(VERSIONS), roles=(draw(ROLES),), connections=(connection,))
    remote = Cluster("remote", draw(VERSIONS), roles=(draw(ROLES),), cross_cluster_api_keys=(key,))
    return Landscape((local, remote))


@settings(max_examples=300, deadline=None)
@given(landscapes(), st.sampled_from(["reader", "superuser"]))
def test_a_name_is_in_the_table_exactly_if_a_search_for_it_is_allowed(
    landscape: Landscape, role: str
) -> None:
    rows = [row for row in reach(landscape) if row.role == role and row.ability is Ability.SEARCH]
    for name in NAMES:
        decision = decide(landscape, Request("local", f"remote:{name}", roles=(role,)))
        restricted = name.startswith(".security")
        told = any(name in Names.of(*row.names) and (row.restricted or not restricted) for row in rows)
        assert told is decision.allowed, (name, decision.trace)
