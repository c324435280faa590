"""The rows of `reach` say of every name what a decision about that name says."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from esremote.access.decision.requests import Kind, Request
from esremote.access.engine.deciding import decide
from esremote.access.landscape.indices import Index
from esremote.access.landscape.keys import CrossClusterApiKey, ReplicationAccess, SearchAccess
from esremote.access.landscape.landscape import Cluster, Connection, Landscape
from esremote.access.landscape.roles import FieldSecurity, IndicesEntry, RemoteIndicesEntry, Role
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
QUERIES = st.sampled_from([None, '{"term":{"a":1}}', '{"term":{"b":1}}'])
FIELDS = st.sampled_from([None, FieldSecurity(("f*",), ("f1",)), FieldSecurity(("f1",)), FieldSecurity()])
REMOTE_ENTRIES = st.builds(
    RemoteIndicesEntry,
    clusters=ALIASES,
    names=LISTS,
    privileges=PRIVILEGES,
    query=QUERIES,
    field_security=FIELDS,
    allow_restricted_indices=st.booleans(),
)
ENTRIES = st.builds(
    IndicesEntry,
    names=LISTS,
    privileges=PRIVILEGES,
    query=QUERIES,
    field_security=FIELDS,
    allow_restricted_indices=st.booleans(),
)
ROLES = st.builds(
    Role,
    name=st.just("reader"),
    indices=st.lists(ENTRIES, max_size=3).map(tuple),
    remote_indices=st.lists(REMOTE_ENTRIES, max_size=3).map(tuple),
)
SEARCHES = st.lists(
    st.builds(
        SearchAccess,
        names=LISTS,
        query=QUERIES,
        field_security=FIELDS,
        allow_restricted_indices=st.booleans(),
    ),
    min_size=1,
    max_size=2,
).map(tuple)
REPLICATIONS = st.lists(
    st.builds(ReplicationAccess, names=LISTS, allow_restricted_indices=st.booleans()), max_size=2
).map(tuple)
VERSIONS = st.sampled_from([Version(8, 19, 21), Version(9, 5, 3)])


@st.composite
def landscapes(draw: st.DrawFn) -> Landscape:
    key = CrossClusterApiKey(
        id="k",
        search=draw(SEARCHES),
        replication=draw(REPLICATIONS),
        invalidated=draw(st.integers(0, 9)) == 0,
    )
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
@given(
    landscapes(),
    st.sampled_from(["reader", "superuser"]),
    st.sampled_from([(Ability.SEARCH, Kind.SEARCH), (Ability.REPLICATE, Kind.FOLLOW)]),
)
def test_a_name_is_in_the_table_exactly_if_a_request_for_it_is_allowed(
    landscape: Landscape, role: str, asked: tuple[Ability, Kind]
) -> None:
    ability, kind = asked
    known = [row for row in reach(landscape) if not row.missing]
    rows = [row for row in known if row.role == role and row.ability is ability]
    for name in NAMES:
        decision = decide(landscape, Request("local", f"remote:{name}", kind, roles=(role,)))
        restricted = name.startswith(".security")
        holding = [row for row in rows if name in Names.of(*row.names) and (row.restricted or not restricted)]
        assert bool(holding) is decision.allowed, (name, decision.trace)


@settings(max_examples=100, deadline=None)
@given(landscapes())
def test_one_row_that_holds_a_name_shows_all_that_a_search_for_it_shows(landscape: Landscape) -> None:
    local, remote = landscape.clusters
    known = [row for row in reach(landscape) if not row.missing]
    rows = [row for row in known if row.role == "reader" and row.ability is Ability.SEARCH]
    for name in NAMES:
        there = replace(landscape, clusters=(local, replace(remote, indices=(Index(name),))))
        (part,) = decide(there, Request("local", f"remote:{name}", roles=("reader",))).parts
        restricted = name.startswith(".security")
        holding = [row for row in rows if name in Names.of(*row.names) and (row.restricted or not restricted)]
        for row in holding:
            assert part.indices, "rows come from keys that work"
            assert part.indices[0].documents.covers(row.documents)
            assert part.indices[0].fields.covers(row.fields)
        for shown in part.indices:
            assert any(
                row.documents == shown.documents
                and row.fields.covers(shown.fields)
                and shown.fields.covers(row.fields)
                for row in holding
            )
