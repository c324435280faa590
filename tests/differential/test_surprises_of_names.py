"""What a naive model gets wrong about names: wildcards, aliases, streams, exclusions, restricted indices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from esremote.access.decision.requests import Kind
from esremote.access.landscape.keys import SearchAccess
from tests.differential.observing import documents, observed
from tests.differential.small_worlds import K1, ask, asks, holds, role, search, world

if TYPE_CHECKING:
    from tests.differential.runner import Runner

pytestmark = pytest.mark.lab

ALL = frozenset("1234")


class TestExplicitNamesAndWildcards:
    """3. An explicit name is refused as a whole, a wildcard drops what is refused."""

    def test_one_refused_name_refuses_all_even_if_it_does_not_exist(self, runner: Runner) -> None:
        landscape = world(runner.clusters, local=(role("r0", asks("logs-*")),))
        answers = observed(
            runner, landscape, search("dub-a:logs-1,dub-a:audit-1"), search("dub-a:logs-1,dub-a:gone")
        )
        assert [answer.status for answer in answers] == [403, 403]

    def test_a_granted_name_that_does_not_exist_is_404(self, runner: Runner) -> None:
        landscape = world(runner.clusters, local=(role("r0", asks("logs-*")),))
        (answer,) = observed(runner, landscape, search("dub-a:logs-gone"))
        assert answer.status == 404

    def test_a_wildcard_drops_what_either_side_refuses(self, runner: Runner) -> None:
        landscape = world(
            runner.clusters, local=(role("r0", asks("logs-*")),), keys={"dub-a": (SearchAccess(("*-1",)),)}
        )
        (answer,) = observed(runner, landscape, search("dub-a:*"))
        assert answer.seen.keys() == {"dub-a:logs-1"}

    def test_a_wildcard_is_403_if_a_side_grants_the_action_on_nothing(self, runner: Runner) -> None:
        landscape = world(runner.clusters, local=(role("r0", asks("logs-*", privileges=("monitor",))),))
        (answer,) = observed(runner, landscape, search("dub-a:*"))
        assert answer.status == 403

    @pytest.mark.parametrize("alias", ["dub-a", "tls-a", "tls-b"])
    @pytest.mark.parametrize("kind", [Kind.SEARCH, Kind.FIELD_CAPS, Kind.COUNT, Kind.RESOLVE_INDEX])
    def test_the_word_for_all_names_is_a_wildcard(self, runner: Runner, kind: Kind, alias: str) -> None:
        landscape = world(runner.clusters, local=(role("r0"),))
        word, wildcard = observed(runner, landscape, ask(kind, f"{alias}:_all"), ask(kind, f"{alias}:*"))
        assert word == wildcard

    @pytest.mark.parametrize("names", ["_all", "*"])
    def test_who_has_nothing_there_is_told_404_if_something_must_be_found(
        self, runner: Runner, names: str
    ) -> None:
        landscape = world(runner.clusters, local=(role("r0"),))
        request = ask(Kind.FIELD_CAPS, f"tls-b:{names}", allow_no_indices=False)
        (answer,) = observed(runner, landscape, request)
        assert answer.status == 404


class TestAliasesAndStreams:
    """5. What is granted on one name is not granted on another that leads to the same index."""

    def test_a_grant_on_an_alias_alone(self, runner: Runner) -> None:
        landscape = world(runner.clusters, local=(role("r0", asks("logs-al", "filt2")),))
        whole, by_shards, filtered = observed(
            runner,
            landscape,
            search("dub-a:logs-al"),
            search("dub-a:logs-al", ccs_minimize_roundtrips=False),
            search("dub-a:filt2", ccs_minimize_roundtrips=False),
        )
        assert whole.seen.keys() == {"dub-a:logs-1", "dub-a:logs-2"}
        assert by_shards.status == 403
        assert documents(filtered) == {"2"}

    def test_a_key_on_the_index_and_a_role_on_the_alias_give_nothing(self, runner: Runner) -> None:
        landscape = world(
            runner.clusters,
            local=(role("r0", asks("logs-al")),),
            keys={"dub-a": (SearchAccess(("logs-1", "logs-2")),)},
        )
        answers = observed(
            runner, landscape, search("dub-a:logs-al"), search("dub-a:logs-1"), search("dub-a:logs-*")
        )
        assert [answer.status for answer in answers] == [403, 403, 200]
        assert answers[2].shards == 0

    def test_a_stream_on_one_side_and_its_backing_index_on_the_other(self, runner: Runner) -> None:
        (backing,) = runner.clusters.stream.backing_indices
        landscape = world(
            runner.clusters, local=(role("r0", asks("ds-1")),), keys={"dub-a": (SearchAccess((backing,)),)}
        )
        by_name, by_wildcard = observed(runner, landscape, search(f"dub-a:{backing}"), search("dub-a:.ds-*"))
        assert documents(by_name, f"dub-a:{backing}") == ALL
        assert (by_wildcard.status, by_wildcard.shards) == (200, 0)

    def test_a_grant_on_the_backing_index_lifts_nothing_of_the_stream_where_one_node_holds_all(
        self, runner: Runner
    ) -> None:
        (backing,) = runner.clusters.stream.backing_indices
        entries = holds(".*"), holds("ds-*", query=K1)
        landscape = world(
            runner.clusters,
            local=(role("r0", asks(".*"), asks("ds-*", query=K1)),),
            remote=(role("r0", *entries),),
        )
        by_key, by_certificate, by_shards = observed(
            runner,
            landscape,
            search("dub-a:ds-1"),
            search("tls-a:ds-1"),
            search("tls-a:ds-1", ccs_minimize_roundtrips=False),
        )
        assert documents(by_key, f"dub-a:{backing}") == {"1"}
        assert documents(by_certificate, f"tls-a:{backing}") == {"1"}
        assert documents(by_shards, f"tls-a:{backing}") == ALL


class TestRestrictedAndLiteralNames:
    """10. Restricted indices need both sides; some names in grants are only names."""

    @pytest.mark.parametrize(("in_role", "in_key"), [(True, True), (True, False), (False, True)])
    def test_restricted_indices_need_to_be_allowed_on_both_sides(
        self, runner: Runner, *, in_role: bool, in_key: bool
    ) -> None:
        landscape = world(
            runner.clusters,
            local=(role("r0", asks("*", restricted=in_role)),),
            keys={"dub-a": (SearchAccess(("*",), allow_restricted_indices=in_key),)},
        )
        (answer,) = observed(runner, landscape, search("dub-a:.security-7"))
        assert answer.status == (200 if in_role and in_key else 403)

    def test_being_a_superuser_does_not_replace_it(self, runner: Runner) -> None:
        (answer,) = observed(runner, world(runner.clusters), search("dub-a:.security-7", "u5"))
        assert answer.status == 403

    def test_an_entry_with_only_none_vanishes(self, runner: Runner) -> None:
        landscape = world(runner.clusters, local=(role("r0", asks("logs-1", privileges=("none",))),))
        (answer,) = observed(runner, landscape, search("dub-a:logs-1"))
        assert answer.status == 403

    def test_a_leading_minus_in_a_grant_excludes_nothing(self, runner: Runner) -> None:
        landscape = world(runner.clusters, local=(role("r0", asks("logs-*", "-logs-2")),))
        (answer,) = observed(runner, landscape, search("dub-a:logs-2"))
        assert documents(answer, "dub-a:logs-2") == ALL

    def test_date_math_in_a_grant_is_a_name_like_any_other(self, runner: Runner) -> None:
        landscape = world(runner.clusters, local=(role("r0", asks("<logs-{now/d}>", "logs-1")),))
        refused, answer = observed(runner, landscape, search("dub-a:logs-2"), search("dub-a:logs-1"))
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
def test_11_patterns_are_lucenes(runner: Runner, pattern: str, *, matches: bool) -> None:
    landscape = world(runner.clusters, local=(role("r0", asks(pattern)),))
    (answer,) = observed(runner, landscape, search("dub-a:logs-1"))
    assert answer.status == (200 if matches else 403)


class TestExclusions:
    """A leading minus in a request excludes; in 8.19 only after a wildcard."""

    def test_excluding_a_name_without_a_wildcard_before_it(self, runner: Runner) -> None:
        landscape = world(runner.clusters, local=(role("r0", asks("logs-*")),))
        (answer,) = observed(runner, landscape, search("dub-a:logs-1,dub-a:logs-2,dub-a:-logs-2"))
        if runner.clusters.local.cluster.version.startswith("9."):
            assert answer.seen.keys() == {"dub-a:logs-1"}
        else:
            assert answer.status == 403

    def test_an_excluded_name_that_is_refused_stays_refused(self, runner: Runner) -> None:
        landscape = world(runner.clusters, local=(role("r0", asks("logs-*")),))
        (answer,) = observed(runner, landscape, search("dub-a:logs-*,dub-a:audit-1,dub-a:-audit-1"))
        assert answer.status == (403 if runner.clusters.local.cluster.version.startswith("9.") else 200)


def test_an_alias_that_does_not_exist(runner: Runner) -> None:
    landscape = world(runner.clusters, local=(role("r0", asks("*")),))
    (answer,) = observed(runner, landscape, search("gone:logs-1"))
    assert answer.status == (404 if runner.clusters.local.cluster.version.startswith("9.") else 403)
