"""What a naive model of access gets wrong, each point held against the real server of both versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from esremote.access.decision.requests import Kind
from esremote.access.landscape.roles import FieldSecurity
from tests.differential.observing import documents, fields, observed
from tests.differential.servers import PASSWORD
from tests.differential.small_worlds import K1, K2, ask, asks, holds, role, search, world

if TYPE_CHECKING:
    from tests.differential.runner import Runner

pytestmark = pytest.mark.lab

ALL = frozenset("1234")


class TestEntriesOnTheSameNamesMergeFirst:
    """1. An entry without a query lifts another's query, if both are on the same set of names."""

    @pytest.mark.parametrize("privileges", [("write",), ("monitor",), ("none",)])
    def test_an_entry_that_grants_nothing_to_read_lifts_the_query_of_another(
        self, runner: Runner, privileges: tuple[str, ...]
    ) -> None:
        roles = (role("r0", asks("logs-1", query=K1), asks("logs-1", privileges=privileges)),)
        (answer,) = observed(runner, world(runner.clusters, local=roles), search("dub-a:logs-1"))
        assert documents(answer) == ALL

    def test_the_order_of_the_names_does_not_matter(self, runner: Runner) -> None:
        entries = asks("logs-1", "logs-2", query=K1), asks("logs-2", "logs-1", privileges=("write",))
        (answer,) = observed(
            runner, world(runner.clusters, local=(role("r0", *entries),)), search("dub-a:logs-1")
        )
        assert documents(answer) == ALL

    def test_the_entries_may_be_of_two_roles_and_on_two_patterns_of_aliases(self, runner: Runner) -> None:
        first = role("r1", asks("logs-1", query=K1, clusters=("dub-*",)))
        second = role("r2", asks("logs-1", privileges=("write",), clusters=("*",)), asks("else"))
        landscape = world(runner.clusters, local=(first, second))
        (answer,) = observed(runner, landscape, search("dub-a:logs-1", "u1"))
        assert documents(answer) == ALL

    def test_not_if_only_one_of_them_allows_restricted_indices(self, runner: Runner) -> None:
        entries = asks("logs-1", query=K1), asks("logs-1", privileges=("write",), restricted=True)
        (answer,) = observed(
            runner, world(runner.clusters, local=(role("r0", *entries),)), search("dub-a:logs-1")
        )
        assert documents(answer) == {"1"}

    def test_on_other_names_only_an_entry_that_grants_the_action_lifts_the_query(
        self, runner: Runner
    ) -> None:
        writes = role("r0", asks("logs-1", query=K1), asks("logs-*", privileges=("write",)))
        reads = role("r0", asks("logs-1", query=K1), asks("logs-*"))
        (bounded,) = observed(runner, world(runner.clusters, local=(writes,)), search("dub-a:logs-1"))
        (lifted,) = observed(runner, world(runner.clusters, local=(reads,)), search("dub-a:logs-1"))
        assert documents(bounded) == {"1"}
        assert documents(lifted) == ALL

    def test_field_security_is_lifted_in_the_same_way(self, runner: Runner) -> None:
        bounded = FieldSecurity(("f1",))
        roles = (role("r0", asks("logs-1", fields=bounded), asks("logs-1", privileges=("none",))),)
        (answer,) = observed(runner, world(runner.clusters, local=roles), search("dub-a:logs-1"))
        assert fields(answer) == {"f1", "f2", "kind", "n"}


def test_2_documents_and_fields_are_united_independently(runner: Runner) -> None:
    entries = (
        asks("logs-1", query=K1, fields=FieldSecurity(("f1",))),
        asks("logs-*", query=K2, fields=FieldSecurity(("f2",))),
    )
    (answer,) = observed(
        runner, world(runner.clusters, local=(role("r0", *entries),)), search("dub-a:logs-1")
    )
    assert documents(answer) == {"1", "2"}
    assert fields(answer) == {"f1", "f2"}


class TestByShards:
    """4. Without minimized round trips and for a point in time, 8.19 needs more than `read`."""

    @pytest.mark.parametrize(
        "privileges", [("read",), ("read", "view_index_metadata"), ("read", "read_cross_cluster")]
    )
    def test_read_alone_and_with_company(self, runner: Runner, privileges: tuple[str, ...]) -> None:
        landscape = world(runner.clusters, local=(role("r0", asks("logs-1", privileges=privileges)),))
        whole, by_shards, in_time, sniffing = observed(
            runner,
            landscape,
            search("dub-a:logs-1"),
            search("dub-a:logs-1", ccs_minimize_roundtrips=False),
            ask(Kind.POINT_IN_TIME, "dub-a:logs-1"),
            search("tok-a:logs-1", ccs_minimize_roundtrips=False),
        )
        is_9 = runner.clusters.local.cluster.version.startswith("9.")
        proxies = is_9 or "read_cross_cluster" in privileges
        assert whole.status == 200
        assert by_shards.status == in_time.status == (200 if proxies else 403)
        assert sniffing.status == (403 if privileges == ("read",) and not is_9 else 200)


class TestTlsModel:
    """6. Over certificates the remote cluster looks the roles up, and more."""

    def test_the_role_of_the_same_name_decides_and_need_not_exist_locally(self, runner: Runner) -> None:
        landscape = world(runner.clusters, remote=(role("r0", holds("logs-1")),))
        (answer,) = observed(runner, landscape, search("tls-a:logs-1"))
        assert documents(answer, "tls-a:logs-1") == ALL

    def test_remote_indices_give_nothing(self, runner: Runner) -> None:
        landscape = world(runner.clusters, local=(role("r0", asks("*"), holds("*")),))
        (answer,) = observed(runner, landscape, search("tls-a:logs-1"))
        assert answer.status == 403

    def test_a_rest_key_carries_its_own_descriptors(self, runner: Runner) -> None:
        landscape = world(
            runner.clusters,
            local=(role("r0", holds("logs-*")),),
            remote=(role("r0", holds("audit-1")),),
            rest={"k0": (role("own", holds("logs-1")),)},
        )
        own, remote = observed(runner, landscape, search("tls-a:logs-1", "k0"), search("tls-a:audit-1", "k0"))
        assert documents(own, "tls-a:logs-1") == ALL
        assert remote.status == 403

    def test_run_as_is_checked_again_on_the_remote_cluster(self, runner: Runner) -> None:
        local = (role("runner", run_as=("u0",)),)
        allowed = (role("runner", run_as=("u0",)), role("r0", holds("logs-1")))
        request = search("tls-a:logs-1", "u8", run_as="u0")
        (refused,) = observed(runner, world(runner.clusters, local=local, remote=allowed[1:]), request)
        (answer,) = observed(runner, world(runner.clusters, local=local, remote=allowed), request)
        assert refused.status == 403
        assert documents(answer, "tls-a:logs-1") == ALL

    def test_a_local_superuser_reads_restricted_indices(self, runner: Runner) -> None:
        (answer,) = observed(runner, world(runner.clusters), search("tls-a:.security-7", "u5"))
        assert (answer.status, answer.shards) == (200, 1)


class TestApiKeys:
    """7. A REST API key freezes what its owner had, a cross-cluster key what it was given."""

    def test_later_changes_of_the_owner_do_not_reach_a_rest_key(self, runner: Runner) -> None:
        wide = world(runner.clusters, local=(role("r0", asks("logs-*")),), rest={"k0": ()})
        narrow = world(runner.clusters, local=(role("r0", asks("audit-1")),))
        before, after = runner.ask_after_change(wide, narrow, search("dub-a:logs-1", "k0"))
        assert before.agree
        assert after.observed.status == 200
        assert documents(after.observed) == ALL

    def test_a_rest_key_is_limited_by_its_owner(self, runner: Runner) -> None:
        landscape = world(
            runner.clusters,
            local=(role("r0", asks("logs-*", query=K1)),),
            rest={"k0": (role("own", asks("*", fields=FieldSecurity(("f1",)))),)},
        )
        (answer,) = observed(runner, landscape, search("dub-a:logs-1", "k0"))
        assert (documents(answer), fields(answer)) == ({"1"}, {"f1"})


class TestCrossClusterKeys:
    """7. and 8. What a cross-cluster API key is bound to, and what is looked at when."""

    def test_it_outlives_the_user_who_made_it(self, runner: Runner) -> None:
        maker = ("maker", PASSWORD)
        remote = runner.clusters.remote.cluster
        remote.call("PUT", "/_security/role/makes-keys", {"cluster": ["manage_security"]})
        remote.call("PUT", "/_security/user/maker", {"password": PASSWORD, "roles": ["makes-keys"]})
        access = {"search": [{"names": ["logs-1"]}]}
        body = {"name": "differential-made", "access": access}
        key = remote.call("POST", "/_security/cross_cluster/api_key", body, user=maker)
        remote.call("DELETE", "/_security/user/maker")
        remote.call("DELETE", "/_security/role/makes-keys")
        landscape = world(runner.clusters, local=(role("r0", asks("*")),))
        with runner.other_credentials("dub-a", key["encoded"]):
            granted, refused = runner.ask(landscape, search("dub-a:logs-1"), search("dub-a:audit-1"))
        assert documents(granted.observed) == ALL
        assert refused.observed.status == 403

    def test_making_one_takes_an_expression_that_updating_refuses(self, runner: Runner) -> None:
        remote = runner.clusters.remote.cluster
        path = "/_security/cross_cluster/api_key"
        access = {"access": {"search": [{"names": ["/logs-(/"]}]}}
        made = remote.call("POST", path, {"name": "differential-broken", **access})
        updated = remote.request("PUT", f"{path}/{made['id']}", access)
        remote.call("DELETE", "/_security/api_key", {"ids": [made["id"]]})
        assert updated.status_code == 400


class TestWhatTheServerAcceptsUnseen:
    """8. Roles take expressions and queries that fail only when somebody searches."""

    def test_a_broken_expression_among_the_clusters_of_a_role(self, runner: Runner) -> None:
        landscape = world(runner.clusters, local=(role("r0", asks("logs-1", clusters=("/dub-(/",))),))
        (answer,) = observed(runner, landscape, search("dub-a:logs-1"))
        assert answer.status == 400

    def test_a_query_that_is_none(self, runner: Runner) -> None:
        landscape = world(runner.clusters, local=(role("r0", asks("logs-1", query='{"nothing":{}}')),))
        (compared,) = runner.ask(landscape, search("dub-a:logs-1"))
        assert compared.observed.status == 400


class TestSkipping:
    """9. What `skip_unavailable` makes of a refusal, and who swallows refusals anyway."""

    def test_a_refused_search_is_skipped(self, runner: Runner) -> None:
        landscape = world(runner.clusters, local=(role("r0", asks("logs-1")),))
        (answer,) = observed(runner, landscape, search("dub-b:audit-1"))
        assert (answer.status, answer.skipped) == (200, {"dub-b"})

    def test_refused_field_capabilities_are_not(self, runner: Runner) -> None:
        landscape = world(runner.clusters, local=(role("r0", asks("logs-1")),))
        (answer,) = observed(runner, landscape, ask(Kind.FIELD_CAPS, "dub-b:audit-1"))
        assert answer.status == 403

    def test_enumerating_terms_tells_no_refusal(self, runner: Runner) -> None:
        runner.ask(world(runner.clusters, local=(role("r0", asks("logs-1")),)))
        answer = runner.clusters.local.cluster.request(
            "POST", "/dub-a:audit-1/_terms_enum", {"field": "kind"}, user=("u0", PASSWORD)
        )
        assert (answer.status_code, answer.json()["terms"]) == (200, [])

    def test_resolving_an_index_tells_no_refusal(self, runner: Runner) -> None:
        landscape = world(runner.clusters, local=(role("r0", asks("logs-1")),))
        (answer,) = observed(runner, landscape, ask(Kind.RESOLVE_INDEX, "dub-a:audit-1"))
        assert (answer.status, answer.names) == (200, frozenset())


def test_a_connection_without_an_entry_for_its_alias_is_403(runner: Runner) -> None:
    landscape = world(runner.clusters, local=(role("r0", asks("*", clusters=("else-*",))),))
    (answer,) = observed(runner, landscape, search("dub-a:logs-1"))
    assert answer.status == 403
