"""What a naive model of access gets wrong, each point held against the real server of both versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from esremote.model.decision.requests import Kind
from esremote.model.keys.key import SearchAccess
from esremote.model.roles.role import FieldSecurity
from tests.differential.reporting import brief
from tests.differential.servers import PASSWORD
from tests.differential.small_worlds import K1, K2, ask, asks, holds, role, search, world

if TYPE_CHECKING:
    from esremote.model.decision.requests import Request
    from esremote.model.landscape.landscape import Landscape
    from tests.differential.observations import Observation
    from tests.differential.theatre import Theatre

pytestmark = pytest.mark.lab

ALL = frozenset("1234")


def observed(stage: Theatre, landscape: Landscape, *requests: Request) -> list[Observation]:
    """Ask the server and the model; give what the server says, which must be what the model says."""
    compared = stage.ask(landscape, *requests)
    for each in compared:
        assert each.agree, brief(each)
    return [each.observed for each in compared]


def documents(observation: Observation, index: str = "dub-a:logs-1") -> frozenset[str]:
    """The documents of an index that an answer shows."""
    return observation.seen.get(index, (frozenset(), frozenset()))[0]


def fields(observation: Observation, index: str = "dub-a:logs-1") -> frozenset[str]:
    """The fields of an index that an answer shows."""
    return observation.seen.get(index, (frozenset(), frozenset()))[1]


class TestEntriesOnTheSameNamesMergeFirst:
    """1. An entry without a query lifts another's query, if both are on the same set of names."""

    @pytest.mark.parametrize("privileges", [("write",), ("monitor",), ("none",)])
    def test_an_entry_that_grants_nothing_to_read_lifts_the_query_of_another(
        self, stage: Theatre, privileges: tuple[str, ...]
    ) -> None:
        roles = (role("r0", asks("logs-1", query=K1), asks("logs-1", privileges=privileges)),)
        (answer,) = observed(stage, world(stage.stage, local=roles), search("dub-a:logs-1"))
        assert documents(answer) == ALL

    def test_the_order_of_the_names_does_not_matter(self, stage: Theatre) -> None:
        entries = asks("logs-1", "logs-2", query=K1), asks("logs-2", "logs-1", privileges=("write",))
        (answer,) = observed(stage, world(stage.stage, local=(role("r0", *entries),)), search("dub-a:logs-1"))
        assert documents(answer) == ALL

    def test_the_entries_may_be_of_two_roles_and_on_two_patterns_of_aliases(self, stage: Theatre) -> None:
        first = role("r1", asks("logs-1", query=K1, clusters=("dub-*",)))
        second = role("r2", asks("logs-1", privileges=("write",), clusters=("*",)), asks("else"))
        landscape = world(stage.stage, local=(first, second))
        (answer,) = observed(stage, landscape, search("dub-a:logs-1", "u1"))
        assert documents(answer) == ALL

    def test_not_if_only_one_of_them_allows_restricted_indices(self, stage: Theatre) -> None:
        entries = asks("logs-1", query=K1), asks("logs-1", privileges=("write",), restricted=True)
        (answer,) = observed(stage, world(stage.stage, local=(role("r0", *entries),)), search("dub-a:logs-1"))
        assert documents(answer) == {"1"}

    def test_on_other_names_only_an_entry_that_grants_the_action_lifts_the_query(
        self, stage: Theatre
    ) -> None:
        writes = role("r0", asks("logs-1", query=K1), asks("logs-*", privileges=("write",)))
        reads = role("r0", asks("logs-1", query=K1), asks("logs-*"))
        (bounded,) = observed(stage, world(stage.stage, local=(writes,)), search("dub-a:logs-1"))
        (lifted,) = observed(stage, world(stage.stage, local=(reads,)), search("dub-a:logs-1"))
        assert documents(bounded) == {"1"}
        assert documents(lifted) == ALL

    def test_field_security_is_lifted_in_the_same_way(self, stage: Theatre) -> None:
        bounded = FieldSecurity(("f1",))
        roles = (role("r0", asks("logs-1", fields=bounded), asks("logs-1", privileges=("none",))),)
        (answer,) = observed(stage, world(stage.stage, local=roles), search("dub-a:logs-1"))
        assert fields(answer) == {"f1", "f2", "kind", "n"}


def test_2_documents_and_fields_are_united_independently(stage: Theatre) -> None:
    entries = (
        asks("logs-1", query=K1, fields=FieldSecurity(("f1",))),
        asks("logs-*", query=K2, fields=FieldSecurity(("f2",))),
    )
    (answer,) = observed(stage, world(stage.stage, local=(role("r0", *entries),)), search("dub-a:logs-1"))
    assert documents(answer) == {"1", "2"}
    assert fields(answer) == {"f1", "f2"}


class TestExplicitNamesAndWildcards:
    """3. An explicit name is refused as a whole, a wildcard drops what is refused."""

    def test_one_refused_name_refuses_all_even_if_it_does_not_exist(self, stage: Theatre) -> None:
        landscape = world(stage.stage, local=(role("r0", asks("logs-*")),))
        answers = observed(
            stage, landscape, search("dub-a:logs-1,dub-a:audit-1"), search("dub-a:logs-1,dub-a:gone")
        )
        assert [answer.status for answer in answers] == [403, 403]

    def test_a_granted_name_that_does_not_exist_is_404(self, stage: Theatre) -> None:
        landscape = world(stage.stage, local=(role("r0", asks("logs-*")),))
        (answer,) = observed(stage, landscape, search("dub-a:logs-gone"))
        assert answer.status == 404

    def test_a_wildcard_drops_what_either_side_refuses(self, stage: Theatre) -> None:
        landscape = world(
            stage.stage, local=(role("r0", asks("logs-*")),), keys={"dub-a": (SearchAccess(("*-1",)),)}
        )
        (answer,) = observed(stage, landscape, search("dub-a:*"))
        assert answer.seen.keys() == {"dub-a:logs-1"}

    def test_a_wildcard_is_403_if_a_side_grants_the_action_on_nothing(self, stage: Theatre) -> None:
        landscape = world(stage.stage, local=(role("r0", asks("logs-*", privileges=("monitor",))),))
        (answer,) = observed(stage, landscape, search("dub-a:*"))
        assert answer.status == 403

    @pytest.mark.parametrize("alias", ["dub-a", "tls-a", "tls-b"])
    @pytest.mark.parametrize("kind", [Kind.SEARCH, Kind.FIELD_CAPS, Kind.COUNT, Kind.RESOLVE_INDEX])
    def test_the_word_for_all_names_is_a_wildcard(self, stage: Theatre, kind: Kind, alias: str) -> None:
        landscape = world(stage.stage, local=(role("r0"),))
        word, wildcard = observed(stage, landscape, ask(kind, f"{alias}:_all"), ask(kind, f"{alias}:*"))
        assert word == wildcard

    @pytest.mark.parametrize("names", ["_all", "*"])
    def test_who_has_nothing_there_is_told_404_if_something_must_be_found(
        self, stage: Theatre, names: str
    ) -> None:
        landscape = world(stage.stage, local=(role("r0"),))
        request = ask(Kind.FIELD_CAPS, f"tls-b:{names}", allow_no_indices=False)
        (answer,) = observed(stage, landscape, request)
        assert answer.status == 404


class TestByShards:
    """4. Without minimized round trips and for a point in time, 8.19 needs more than `read`."""

    @pytest.mark.parametrize(
        "privileges", [("read",), ("read", "view_index_metadata"), ("read", "read_cross_cluster")]
    )
    def test_read_alone_and_with_company(self, stage: Theatre, privileges: tuple[str, ...]) -> None:
        landscape = world(stage.stage, local=(role("r0", asks("logs-1", privileges=privileges)),))
        whole, by_shards, in_time, sniffing = observed(
            stage,
            landscape,
            search("dub-a:logs-1"),
            search("dub-a:logs-1", ccs_minimize_roundtrips=False),
            ask(Kind.POINT_IN_TIME, "dub-a:logs-1"),
            search("tok-a:logs-1", ccs_minimize_roundtrips=False),
        )
        is_9 = stage.stage.local.cluster.version.startswith("9.")
        proxies = is_9 or "read_cross_cluster" in privileges
        assert whole.status == 200
        assert by_shards.status == in_time.status == (200 if proxies else 403)
        assert sniffing.status == (403 if privileges == ("read",) and not is_9 else 200)


class TestAliasesAndStreams:
    """5. What is granted on one name is not granted on another that leads to the same index."""

    def test_a_grant_on_an_alias_alone(self, stage: Theatre) -> None:
        landscape = world(stage.stage, local=(role("r0", asks("logs-al", "filt2")),))
        whole, by_shards, filtered = observed(
            stage,
            landscape,
            search("dub-a:logs-al"),
            search("dub-a:logs-al", ccs_minimize_roundtrips=False),
            search("dub-a:filt2", ccs_minimize_roundtrips=False),
        )
        assert whole.seen.keys() == {"dub-a:logs-1", "dub-a:logs-2"}
        assert by_shards.status == 403
        assert documents(filtered) == {"2"}

    def test_a_key_on_the_index_and_a_role_on_the_alias_give_nothing(self, stage: Theatre) -> None:
        landscape = world(
            stage.stage,
            local=(role("r0", asks("logs-al")),),
            keys={"dub-a": (SearchAccess(("logs-1", "logs-2")),)},
        )
        answers = observed(
            stage, landscape, search("dub-a:logs-al"), search("dub-a:logs-1"), search("dub-a:logs-*")
        )
        assert [answer.status for answer in answers] == [403, 403, 200]
        assert answers[2].shards == 0

    def test_a_stream_on_one_side_and_its_backing_index_on_the_other(self, stage: Theatre) -> None:
        (backing,) = stage.stage.stream.backing_indices
        landscape = world(
            stage.stage, local=(role("r0", asks("ds-1")),), keys={"dub-a": (SearchAccess((backing,)),)}
        )
        by_name, by_wildcard = observed(stage, landscape, search(f"dub-a:{backing}"), search("dub-a:.ds-*"))
        assert documents(by_name, f"dub-a:{backing}") == ALL
        assert (by_wildcard.status, by_wildcard.shards) == (200, 0)

    def test_a_grant_on_the_backing_index_lifts_nothing_of_the_stream_where_one_node_holds_all(
        self, stage: Theatre
    ) -> None:
        (backing,) = stage.stage.stream.backing_indices
        entries = holds(".*"), holds("ds-*", query=K1)
        landscape = world(
            stage.stage,
            local=(role("r0", asks(".*"), asks("ds-*", query=K1)),),
            remote=(role("r0", *entries),),
        )
        by_key, by_certificate, by_shards = observed(
            stage,
            landscape,
            search("dub-a:ds-1"),
            search("tls-a:ds-1"),
            search("tls-a:ds-1", ccs_minimize_roundtrips=False),
        )
        assert documents(by_key, f"dub-a:{backing}") == {"1"}
        assert documents(by_certificate, f"tls-a:{backing}") == {"1"}
        assert documents(by_shards, f"tls-a:{backing}") == ALL


class TestTlsModel:
    """6. Over certificates the remote cluster looks the roles up, and more."""

    def test_the_role_of_the_same_name_decides_and_need_not_exist_locally(self, stage: Theatre) -> None:
        landscape = world(stage.stage, remote=(role("r0", holds("logs-1")),))
        (answer,) = observed(stage, landscape, search("tls-a:logs-1"))
        assert documents(answer, "tls-a:logs-1") == ALL

    def test_remote_indices_give_nothing(self, stage: Theatre) -> None:
        landscape = world(stage.stage, local=(role("r0", asks("*"), holds("*")),))
        (answer,) = observed(stage, landscape, search("tls-a:logs-1"))
        assert answer.status == 403

    def test_a_rest_key_carries_its_own_descriptors(self, stage: Theatre) -> None:
        landscape = world(
            stage.stage,
            local=(role("r0", holds("logs-*")),),
            remote=(role("r0", holds("audit-1")),),
            rest={"k0": (role("own", holds("logs-1")),)},
        )
        own, remote = observed(stage, landscape, search("tls-a:logs-1", "k0"), search("tls-a:audit-1", "k0"))
        assert documents(own, "tls-a:logs-1") == ALL
        assert remote.status == 403

    def test_run_as_is_checked_again_on_the_remote_cluster(self, stage: Theatre) -> None:
        local = (role("runner", run_as=("u0",)),)
        allowed = (role("runner", run_as=("u0",)), role("r0", holds("logs-1")))
        request = search("tls-a:logs-1", "u8", run_as="u0")
        (refused,) = observed(stage, world(stage.stage, local=local, remote=allowed[1:]), request)
        (answer,) = observed(stage, world(stage.stage, local=local, remote=allowed), request)
        assert refused.status == 403
        assert documents(answer, "tls-a:logs-1") == ALL

    def test_a_local_superuser_reads_restricted_indices(self, stage: Theatre) -> None:
        (answer,) = observed(stage, world(stage.stage), search("tls-a:.security-7", "u5"))
        assert (answer.status, answer.shards) == (200, 1)


class TestApiKeys:
    """7. A REST API key freezes what its owner had, a cross-cluster key what it was given."""

    def test_later_changes_of_the_owner_do_not_reach_a_rest_key(self, stage: Theatre) -> None:
        wide = world(stage.stage, local=(role("r0", asks("logs-*")),), rest={"k0": ()})
        narrow = world(stage.stage, local=(role("r0", asks("audit-1")),))
        before, after = stage.ask_after_change(wide, narrow, search("dub-a:logs-1", "k0"))
        assert before.agree
        assert after.observed.status == 200
        assert documents(after.observed) == ALL

    def test_a_rest_key_is_limited_by_its_owner(self, stage: Theatre) -> None:
        landscape = world(
            stage.stage,
            local=(role("r0", asks("logs-*", query=K1)),),
            rest={"k0": (role("own", asks("*", fields=FieldSecurity(("f1",)))),)},
        )
        (answer,) = observed(stage, landscape, search("dub-a:logs-1", "k0"))
        assert (documents(answer), fields(answer)) == ({"1"}, {"f1"})


class TestCrossClusterKeys:
    """7. and 8. What a cross-cluster API key is bound to, and what is looked at when."""

    def test_it_outlives_the_user_who_made_it(self, stage: Theatre) -> None:
        maker = ("maker", PASSWORD)
        remote = stage.stage.remote.cluster
        remote.call("PUT", "/_security/role/makes-keys", {"cluster": ["manage_security"]})
        remote.call("PUT", "/_security/user/maker", {"password": PASSWORD, "roles": ["makes-keys"]})
        access = {"search": [{"names": ["logs-1"]}]}
        body = {"name": "differential-made", "access": access}
        key = remote.call("POST", "/_security/cross_cluster/api_key", body, user=maker)
        remote.call("DELETE", "/_security/user/maker")
        remote.call("DELETE", "/_security/role/makes-keys")
        landscape = world(stage.stage, local=(role("r0", asks("*")),))
        with stage.other_credentials("dub-a", key["encoded"]):
            granted, refused = stage.ask(landscape, search("dub-a:logs-1"), search("dub-a:audit-1"))
        assert documents(granted.observed) == ALL
        assert refused.observed.status == 403

    def test_making_one_takes_an_expression_that_updating_refuses(self, stage: Theatre) -> None:
        remote = stage.stage.remote.cluster
        path = "/_security/cross_cluster/api_key"
        access = {"access": {"search": [{"names": ["/logs-(/"]}]}}
        made = remote.call("POST", path, {"name": "differential-broken", **access})
        updated = remote.request("PUT", f"{path}/{made['id']}", access)
        remote.call("DELETE", "/_security/api_key", {"ids": [made["id"]]})
        assert updated.status_code == 400


class TestWhatTheServerAcceptsUnseen:
    """8. Roles take expressions and queries that fail only when somebody searches."""

    def test_a_broken_expression_among_the_clusters_of_a_role(self, stage: Theatre) -> None:
        landscape = world(stage.stage, local=(role("r0", asks("logs-1", clusters=("/dub-(/",))),))
        (answer,) = observed(stage, landscape, search("dub-a:logs-1"))
        assert answer.status == 400

    def test_a_query_that_is_none(self, stage: Theatre) -> None:
        landscape = world(stage.stage, local=(role("r0", asks("logs-1", query='{"nothing":{}}')),))
        (compared,) = stage.ask(landscape, search("dub-a:logs-1"))
        assert compared.observed.status == 400


class TestSkipping:
    """9. What `skip_unavailable` makes of a refusal, and who swallows refusals anyway."""

    def test_a_refused_search_is_skipped(self, stage: Theatre) -> None:
        landscape = world(stage.stage, local=(role("r0", asks("logs-1")),))
        (answer,) = observed(stage, landscape, search("dub-b:audit-1"))
        assert (answer.status, answer.skipped) == (200, {"dub-b"})

    def test_refused_field_capabilities_are_not(self, stage: Theatre) -> None:
        landscape = world(stage.stage, local=(role("r0", asks("logs-1")),))
        (answer,) = observed(stage, landscape, ask(Kind.FIELD_CAPS, "dub-b:audit-1"))
        assert answer.status == 403

    def test_enumerating_terms_tells_no_refusal(self, stage: Theatre) -> None:
        stage.ask(world(stage.stage, local=(role("r0", asks("logs-1")),)))
        answer = stage.stage.local.cluster.request(
            "POST", "/dub-a:audit-1/_terms_enum", {"field": "kind"}, user=("u0", PASSWORD)
        )
        assert (answer.status_code, answer.json()["terms"]) == (200, [])

    def test_resolving_an_index_tells_no_refusal(self, stage: Theatre) -> None:
        landscape = world(stage.stage, local=(role("r0", asks("logs-1")),))
        (answer,) = observed(stage, landscape, ask(Kind.RESOLVE_INDEX, "dub-a:audit-1"))
        assert (answer.status, answer.names) == (200, frozenset())


class TestRestrictedAndLiteralNames:
    """10. Restricted indices need both sides; some names in grants are only names."""

    @pytest.mark.parametrize(("in_role", "in_key"), [(True, True), (True, False), (False, True)])
    def test_restricted_indices_need_to_be_allowed_on_both_sides(
        self, stage: Theatre, *, in_role: bool, in_key: bool
    ) -> None:
        landscape = world(
            stage.stage,
            local=(role("r0", asks("*", restricted=in_role)),),
            keys={"dub-a": (SearchAccess(("*",), allow_restricted_indices=in_key),)},
        )
        (answer,) = observed(stage, landscape, search("dub-a:.security-7"))
        assert answer.status == (200 if in_role and in_key else 403)

    def test_being_a_superuser_does_not_replace_it(self, stage: Theatre) -> None:
        (answer,) = observed(stage, world(stage.stage), search("dub-a:.security-7", "u5"))
        assert answer.status == 403

    def test_an_entry_with_only_none_vanishes(self, stage: Theatre) -> None:
        landscape = world(stage.stage, local=(role("r0", asks("logs-1", privileges=("none",))),))
        (answer,) = observed(stage, landscape, search("dub-a:logs-1"))
        assert answer.status == 403

    def test_a_leading_minus_in_a_grant_excludes_nothing(self, stage: Theatre) -> None:
        landscape = world(stage.stage, local=(role("r0", asks("logs-*", "-logs-2")),))
        (answer,) = observed(stage, landscape, search("dub-a:logs-2"))
        assert documents(answer, "dub-a:logs-2") == ALL

    def test_date_math_in_a_grant_is_a_name_like_any_other(self, stage: Theatre) -> None:
        landscape = world(stage.stage, local=(role("r0", asks("<logs-{now/d}>", "logs-1")),))
        refused, answer = observed(stage, landscape, search("dub-a:logs-2"), search("dub-a:logs-1"))
        assert refused.status == 403
        assert documents(answer) == ALL


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ("logs-?", True),
        ("/logs-<1-9>/", True),
        ("/^logs-1$/", False),
        ("/(?i)logs-1/", False),
        ("/~(logs-2)/", True),
    ],
)
def test_11_patterns_are_lucenes(stage: Theatre, pattern: str, *, matches: bool) -> None:
    landscape = world(stage.stage, local=(role("r0", asks(pattern)),))
    (answer,) = observed(stage, landscape, search("dub-a:logs-1"))
    assert answer.status == (200 if matches else 403)


class TestExclusions:
    """A leading minus in a request excludes; in 8.19 only after a wildcard."""

    def test_excluding_a_name_without_a_wildcard_before_it(self, stage: Theatre) -> None:
        landscape = world(stage.stage, local=(role("r0", asks("logs-*")),))
        (answer,) = observed(stage, landscape, search("dub-a:logs-1,dub-a:logs-2,dub-a:-logs-2"))
        if stage.stage.local.cluster.version.startswith("9."):
            assert answer.seen.keys() == {"dub-a:logs-1"}
        else:
            assert answer.status == 403

    def test_an_excluded_name_that_is_refused_stays_refused(self, stage: Theatre) -> None:
        landscape = world(stage.stage, local=(role("r0", asks("logs-*")),))
        (answer,) = observed(stage, landscape, search("dub-a:logs-*,dub-a:audit-1,dub-a:-audit-1"))
        assert answer.status == (403 if stage.stage.local.cluster.version.startswith("9.") else 200)


def test_a_connection_without_an_entry_for_its_alias_is_403(stage: Theatre) -> None:
    landscape = world(stage.stage, local=(role("r0", asks("*", clusters=("else-*",))),))
    (answer,) = observed(stage, landscape, search("dub-a:logs-1"))
    assert answer.status == 403


def test_an_alias_that_does_not_exist(stage: Theatre) -> None:
    landscape = world(stage.stage, local=(role("r0", asks("*")),))
    (answer,) = observed(stage, landscape, search("gone:logs-1"))
    assert answer.status == (404 if stage.stage.local.cluster.version.startswith("9.") else 403)
