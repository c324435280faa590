"""Rows combine the entries of a role as Elasticsearch does."""

from __future__ import annotations

from esremote.access.decision.filters import Documents
from esremote.access.landscape.keys import CrossClusterApiKey, ReplicationAccess, SearchAccess
from esremote.access.landscape.landscape import Cluster, Connection, Landscape
from esremote.access.landscape.roles import RemoteIndicesEntry, Role
from esremote.access.reach.abilities import Ability
from esremote.access.reach.rows import Row, reach
from esremote.model.releases.versions import Version

KEY = CrossClusterApiKey("k", search=(SearchAccess(("*",)),), replication=(ReplicationAccess(("*",)),))


def entry(names: str, *privileges: str, query: str | None = None) -> RemoteIndicesEntry:
    """Give an entry for the only alias."""
    return RemoteIndicesEntry(("dublin",), (names,), privileges, query=query)


def rows(ability: Ability, *entries: RemoteIndicesEntry) -> list[Row]:
    """Give what a role with some entries can reach."""
    connection = Connection("dublin", "dublin", cross_cluster_api_key="k")
    roles = (Role("analyst", remote_indices=entries),)
    local = Cluster("frankfurt", Version(9, 5, 3), roles=roles, connections=(connection,))
    remote = Cluster("dublin", Version(9, 5, 3), cross_cluster_api_keys=(KEY,))
    every = reach(Landscape((local, remote)))
    return [row for row in every if row.role == "analyst" and row.ability is ability]


def documents(*queries: str) -> Documents:
    """Give the documents that match any of some queries."""
    return Documents(frozenset({frozenset(queries)}))


def test_where_two_queries_overlap_a_document_needs_to_match_either() -> None:
    found = rows(Ability.SEARCH, entry("logs-*", "read", query="a"), entry("*-prod", "read", query="b"))
    assert {row.names: row.documents for row in found} == {
        ("logs-*",): documents("a"),
        ("*-prod",): documents("b"),
        ("logs-*-prod", "logs-prod"): documents("a", "b"),
    }


def test_an_entry_without_a_query_makes_a_narrower_one_with_a_query_superfluous() -> None:
    found = rows(Ability.SEARCH, entry("logs-app-*", "read", query="a"), entry("logs-*", "read"))
    assert [row.names for row in found] == [("logs-*",)]


def test_the_privileges_that_replication_needs_may_come_from_two_entries() -> None:
    found = rows(Ability.REPLICATE, entry("logs-*", "read"), entry("*", "monitor"))
    assert [row.names for row in found] == [("logs-*",)]
    assert [step.detail for step in found[0].steps[:2]] == [
        "remote_indices names logs-*, privileges read",
        "remote_indices names *, privileges monitor",
    ]
