"""What else differs from a naive model, as real nodes of 8.19.21 and 9.5.3 answered it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from esremote.access import facts
from esremote.access.decision.decisions import Outcome
from esremote.access.decision.requests import Expand, Kind
from esremote.access.engine.deciding import decide
from esremote.access.landscape.indices import Index
from esremote.access.landscape.keys import ReplicationAccess, SearchAccess
from esremote.access.landscape.roles import FieldSecurity
from esremote.model.releases.versions import Version
from tests.access.worlds import paper_clusters
from tests.differential.documents import visible_documents
from tests.differential.small_worlds import K1, K2, ask, asks, holds, role, search, world

if TYPE_CHECKING:
    from esremote.access.decision.decisions import Decision
    from esremote.access.landscape.landscape import Cluster, Landscape

NEW = paper_clusters("9.5.3")
WITHOUT_KIND = FieldSecurity(("*",), ("kind",))
WITHOUT_F1 = FieldSecurity(("*",), ("f1",))
LOCAL_READ = holds("", privileges=("read",))


def seen(decision: Decision) -> dict[str, frozenset[str]]:
    """The documents that are read of each index."""
    return {
        access.name: visible_documents(access.documents) for part in decision.parts for access in part.indices
    }


def with_remote(landscape: Landscape, remote: Cluster) -> Landscape:
    """The landscape with another remote cluster."""
    return replace(landscape, clusters=(landscape.clusters[0], remote))


class TestAliasFilters:
    """They run with the asker's field-level security."""

    @pytest.mark.parametrize(
        ("alias", "fields", "documents"),
        [
            ("al-not", None, "234"),
            ("al-not", WITHOUT_KIND, "1234"),
            ("al-not", WITHOUT_F1, "234"),
            ("al-f1", WITHOUT_F1, "2"),
            ("al-f1", WITHOUT_KIND, "1234"),
            ("al-f1", FieldSecurity(("n",)), ""),
        ],
    )
    @pytest.mark.parametrize("whole", [True, False])
    def test_on_hidden_fields(
        self, alias: str, fields: FieldSecurity | None, documents: str, *, whole: bool
    ) -> None:
        landscape = world(NEW, local=(role("r0", asks("*", fields=fields)),))
        decision = decide(landscape, search(f"dub-a:{alias}", ccs_minimize_roundtrips=whole))
        index = "logs-1" if alias == "al-not" else "logs-2"
        assert seen(decision)[index] == frozenset(documents)

    def test_what_becomes_of_a_filter_is_told(self) -> None:
        landscape = world(NEW, local=(role("r0", asks("*", fields=WITHOUT_KIND)),))
        decision = decide(landscape, search("dub-a:al-not"))
        assert any(step.detail.endswith("it hides nothing") for step in decision.trace)

    def test_of_a_data_stream(self) -> None:
        landscape = world(NEW, local=(role("r0", asks("ds-al")),))
        assert list(seen(decide(landscape, search("dub-a:ds-al"))).values()) == [frozenset("1")]

    def test_terms_are_shown_in_spite_of_them(self) -> None:
        landscape = world(NEW, local=(role("r0", asks("al-not")),))
        assert seen(decide(landscape, ask(Kind.TERMS_ENUM, "dub-a:al-not"))) == {"logs-1": frozenset("1234")}


class TestExpandWildcards:
    @pytest.mark.parametrize("expand", [frozenset(), frozenset({Expand.HIDDEN})])
    @pytest.mark.parametrize("names", ["*", "logs-*", "_all"])
    def test_hidden_alone_expands_to_nothing(self, names: str, expand: frozenset[Expand]) -> None:
        landscape = world(NEW, local=(role("r0", asks("*")),))
        assert decide(landscape, search(f"dub-a:{names}", expand_wildcards=expand)).status == 404

    def test_a_hidden_alias_is_reached_by_its_name_or_with_hidden(self) -> None:
        landscape = world(NEW, local=(role("r0", asks("hidal")),))
        hidden = frozenset({Expand.OPEN, Expand.HIDDEN})
        named, open_only, both = (
            decide(landscape, request)
            for request in (
                search("dub-a:hidal"),
                search("dub-a:hid*"),
                search("dub-a:hid*", expand_wildcards=hidden),
            )
        )
        assert [list(seen(decision)) for decision in (named, open_only, both)] == [
            ["audit-1"],
            [],
            ["audit-1"],
        ]


class TestRestrictedNames:
    @pytest.mark.parametrize(
        ("name", "restricted"),
        [
            (".security-7", True),
            (".security", True),
            (".security-tokens-7", True),
            (".security-profile-8", True),
            (".security-tokens", True),
            (".securityish", False),
            (".security-x", False),
            (".synonyms", True),
            (".synonyms-2", True),
            (".synonymsx", False),
            (".tasks", True),
            (".fleet-actions-7", True),
            (".fleet-actions-results", True),
            (".fleet-fileds", False),
            (".kibana_8.19.0_001", True),
        ],
    )
    def test_are_those_of_the_descriptors(self, name: str, *, restricted: bool) -> None:
        landscape = world(NEW, local=(role("r0", asks("*")),))
        remote = replace(landscape.clusters[1], indices=(Index(name),), aliases=(), data_streams=())
        status = decide(with_remote(landscape, remote), search(f"dub-a:{name}")).status
        assert status == (403 if restricted else 200)


class TestTermsEnum:
    @pytest.mark.parametrize(
        ("queries", "shown"),
        [((K1,), False), (('{"match_all":{}}',), True), ((K1, '{"match_all":{}}'), True), ((K1, K2), False)],
    )
    def test_leaves_out_an_index_with_a_query(self, queries: tuple[str, ...], *, shown: bool) -> None:
        entries = (asks(*["logs-1", "nope", "gone"][: n + 1], query=query) for n, query in enumerate(queries))
        landscape = world(NEW, local=(role("r0", *entries),))
        assert bool(seen(decide(landscape, ask(Kind.TERMS_ENUM, "dub-a:logs-1")))) is shown


class TestLocalPrivileges:
    """ES|QL and multi search need `read` on something of the local cluster, even if it does not exist."""

    @pytest.mark.parametrize("kind", [Kind.ESQL, Kind.MSEARCH])
    def test_are_needed(self, kind: Kind) -> None:
        without = world(NEW, local=(role("r0", asks("logs-1")),))
        with_it = world(NEW, local=(role("r0", asks("logs-1"), LOCAL_READ),))
        refused = decide(without, ask(kind, "dub-b:logs-1"))
        assert refused.status == 403
        assert 'names [""]' in (refused.remedy or "")
        assert list(seen(decide(with_it, ask(kind, "dub-b:logs-1")))) == ["logs-1"]

    @pytest.mark.parametrize(
        ("privilege", "status"), [("read_cross_cluster", 403), ("write", 403), ("read_failure_store", 200)]
    )
    def test_must_allow_the_multi_search(self, privilege: str, status: int) -> None:
        local = role("r0", asks("logs-1"), holds("x", privileges=(privilege,)))
        assert decide(world(NEW, local=(local,)), ask(Kind.MSEARCH, "dub-a:logs-1")).status == status

    def test_can_be_read_from_a_facts_document(self) -> None:
        known = facts.Facts(world(NEW, local=(role("r0", asks("logs-1"), LOCAL_READ),)))
        assert facts.read(facts.write(known)) == known

    def test_come_before_the_expression_is_looked_at(self) -> None:
        landscape = world(NEW, local=(role("r0", asks("logs-1")),))
        assert decide(landscape, ask(Kind.MSEARCH, "gone:logs-1,dub-a:logs-1::*")).status == 403


class TestUnusableQueries:
    """Keys and `remote_indices` take any query; a search then fails with 400."""

    @pytest.mark.parametrize(
        "query",
        [
            '{"nonsense":{}}',
            "{}",
            '{"bool":{"must":[{"term":{"kind":"k1"}},{"nonsense":{}}]}}',
            '{"terms":{"kind":{"index":"logs-2","id":"1","path":"kind"}}}',
            '{"has_child":{"type":"x","query":{"match_all":{}}}}',
            '{"match_all":{},"term":{"kind":"k1"}}',
        ],
    )
    def test_fail_a_search(self, query: str) -> None:
        landscape = world(NEW, local=(role("r0", asks("logs-1", query=query)),))
        decision = decide(landscape, search("dub-a:logs-1"))
        assert decision.status == 400
        assert any(query in step.detail and step.verdict == "denies" for step in decision.trace)
        assert decide(landscape, search("dub-b:logs-1")).status == 200
        assert decide(landscape, ask(Kind.FIELD_CAPS, "dub-a:logs-1")).status == 200

    def test_are_not_skipped_where_the_shards_are_asked_directly(self) -> None:
        landscape = world(NEW, local=(role("r0", asks("logs-1", query='{"nonsense":{}}')),))
        for kind in (Kind.SEARCH, Kind.POINT_IN_TIME):
            request = ask(kind, "dub-b:logs-1", ccs_minimize_roundtrips=False)
            assert decide(landscape, request).status == 400

    def test_of_a_key_as_well(self) -> None:
        keys = {"dub-a": (SearchAccess(("logs-1",), query='{"nonsense":{}}'),)}
        landscape = world(NEW, local=(role("r0", asks("*")),), keys=keys)
        assert decide(landscape, search("dub-a:logs-1")).status == 400

    def test_fail_only_the_indices_that_they_are_for(self) -> None:
        entries = asks("logs-1", query='{"nonsense":{}}'), asks("logs-2")
        landscape = world(NEW, local=(role("r0", *entries),))
        decision = decide(landscape, search("dub-a:logs-*"))
        assert (decision.status, list(seen(decision))) == (200, ["logs-2"])
        assert decision.parts[0].failed == ("logs-1",)


class TestOldAndUnknown:
    def test_a_key_with_a_query_and_replication_is_refused_in_the_servers_words(self) -> None:
        landscape = world(NEW, local=(role("r0", asks("*")),))
        remote = landscape.clusters[1]
        old = tuple(
            replace(key, search=(SearchAccess(("*",), query=K1),), replication=(ReplicationAccess(("x",)),))
            for key in remote.cross_cluster_api_keys
        )
        decision = decide(
            with_remote(landscape, replace(remote, cross_cluster_api_keys=old)), search("dub-a:logs-1")
        )
        assert decision.status == 401
        words = "search does not support document or field level security if replication is assigned"
        assert decision.trace[0].detail.endswith(words)

    @pytest.mark.parametrize(
        ("version", "outcome"),
        [
            (Version(7, 17), Outcome.DENIED),
            (Version(8, 12), Outcome.UNKNOWN),
            (Version(8, 14), Outcome.ALLOWED),
        ],
    )
    @pytest.mark.parametrize("number", [0, 1])
    def test_keys_need_a_version_that_has_them(self, version: Version, outcome: Outcome, number: int) -> None:
        landscape = world(NEW, local=(role("r0", asks("*")),))
        clusters = list(landscape.clusters)
        clusters[number] = replace(clusters[number], version=version)
        landscape = replace(landscape, clusters=tuple(clusters))
        (part,) = decide(landscape, search("dub-a:logs-1")).parts
        assert part.outcome is outcome

    def test_unknown_privileges_are_named(self) -> None:
        landscape = world(NEW, local=(role("r0", asks("*", privileges=("raed",))),))
        decision = decide(landscape, search("dub-a:logs-1"))
        assert decision.status == 403
        assert any("[raed], which is no index privilege" in step.detail for step in decision.trace)

    def test_field_capabilities_of_a_stream_are_those_of_its_name_when_an_older_cluster_asks(self) -> None:
        (backing,) = NEW.stream.backing_indices
        entries = holds("ds-1", fields=WITHOUT_F1), holds(backing)
        landscape = world(NEW, remote=(role("r0", *entries),))
        local, remote = landscape.clusters
        landscape = replace(landscape, clusters=(replace(local, version=Version(8, 19, 21)), remote))
        (caps,), (found,) = (
            decide(landscape, ask(kind, "tls-a:ds-1")).parts[0].indices
            for kind in (Kind.FIELD_CAPS, Kind.SEARCH)
        )
        assert "f1" not in caps.fields
        assert "f1" in found.fields
