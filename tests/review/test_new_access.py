"""What counts as new access, and what does not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from esremote.review.headline import headline
from esremote.review.review import review
from esremote.review.words import abilities, in_common, remarks
from esremote.review.writers import WRITERS
from esremote.sources.read import read_source
from tests.support.plans import by_certificate, by_key, plan, remote, role

if TYPE_CHECKING:
    from collections.abc import Callable

    from esremote.review.report import AccessChange, Report
    from esremote.sources.jsonlike import Json
    from tests.support.files import Written

    Reviewed = Callable[..., Report]

TODAY = date(2026, 1, 1)
CONNECTION, ANALYST = "esremote_connection.dublin", "esremote_role.analyst"


@pytest.fixture
def reviewed(written: Written) -> Reviewed:
    """Review a plan that is given as resources before and after."""

    def reviewed(*arguments: Json, **more: Json) -> Report:
        return review(read_source(written(plan(*arguments, **more)), today=TODAY))

    return reviewed


def told(changes: tuple[AccessChange, ...]) -> set[tuple[str, str, tuple[str, ...]]]:
    return {(change.access.who, abilities(change.access), change.access.names) for change in changes}


def gained(report: Report) -> set[tuple[str, str, tuple[str, ...]]]:
    return told(report.gained)


def lost(report: Report) -> set[tuple[str, str, tuple[str, ...]]]:
    return told(report.lost)


def test_a_role_gains_what_it_asks_for_and_the_key_allows(reviewed: Reviewed) -> None:
    report = reviewed(
        {}, {CONNECTION: by_key("logs-*", "metrics-*"), ANALYST: role(remote("logs-app-*", "audit-*"))}
    )

    assert gained(report) == {
        ("analyst@frankfurt", "search", ("logs-app-*",)),
        ("superuser@frankfurt", "search", ("logs-*", "metrics-*")),
    }
    assert headline(report) == (
        "New access: analyst@frankfurt can search logs-app-* on dublin; "
        "superuser@frankfurt can search logs-*, metrics-* on dublin."
    )


def test_a_role_that_asks_for_nothing_the_key_allows_gains_nothing(reviewed: Reviewed) -> None:
    connection = {CONNECTION: by_key("logs-*")}
    report = reviewed(connection, {**connection, ANALYST: role(remote("audit-*"))})

    assert gained(report) == set()
    assert headline(report) == "No new access: nothing can be read that could not be read before."


def test_a_role_for_an_alias_that_is_not_in_view_may_gain_all_that_it_asks_for(reviewed: Reviewed) -> None:
    connection = {CONNECTION: by_key("logs-*")}
    report = reviewed(connection, {**connection, ANALYST: role(remote("logs-*", clusters=("tokyo",)))})

    assert gained(report) == {("analyst@frankfurt", "search", ("logs-*",))}
    assert headline(report) == (
        "Perhaps new access: analyst@frankfurt may search logs-* on whatever alias tokyo leads to "
        "(not known: alias tokyo of frankfurt is not in view)."
    )


def test_a_pattern_of_aliases_reaches_every_connection_that_it_matches(reviewed: Reviewed) -> None:
    connections = {
        CONNECTION: by_key("logs-*"),
        "esremote_connection.tokyo": by_key("logs-*", alias="tokyo", to="tokyo"),
    }
    report = reviewed(connections, {**connections, ANALYST: role(remote("logs-*", clusters=("*",)))})

    known = [change for change in report.gained if not change.access.missing]
    assert {change.access.remote_cluster for change in known} == {"dublin", "tokyo"}
    assert headline(report) == "New access: analyst@frankfurt can search logs-* on dublin and tokyo."


def test_privileges_that_cannot_search_give_no_search(reviewed: Reviewed) -> None:
    connection = {CONNECTION: by_key("logs-*")}
    entry = {"clusters": ["dublin"], "names": ["logs-*"], "privileges": ["monitor"]}

    assert gained(reviewed(connection, {**connection, ANALYST: role(entry)})) == set()


def test_only_what_was_not_covered_before_is_new(reviewed: Reviewed) -> None:
    connection = {CONNECTION: by_key("*")}
    report = reviewed(
        {**connection, ANALYST: role(remote("logs-*", "audit-2026"))},
        {**connection, ANALYST: role(remote("logs-app-*", "logs-*", "audit-*"))},
    )

    (change,) = report.gained
    assert change.access.names == ("audit-*",)
    assert change.access.example == "audit-example"
    assert in_common(change) == ["already had audit-2026"]


def test_writing_the_same_access_differently_is_nothing_new(reviewed: Reviewed) -> None:
    report = reviewed(
        {CONNECTION: by_key("logs-*", "metrics-*"), ANALYST: role(remote("logs-*", "metrics-*"))},
        {CONNECTION: by_key("metrics-*", "logs-*"), ANALYST: role(remote("metrics-*"), remote("logs-*"))},
    )

    assert report.access == ()


def test_another_alias_to_the_same_cluster_is_nothing_new(reviewed: Reviewed) -> None:
    report = reviewed(
        {CONNECTION: by_key("logs-*"), ANALYST: role(remote("logs-*"))},
        {CONNECTION: by_key("logs-*", alias="dub"), ANALYST: role(remote("logs-*", clusters=("dub",)))},
    )

    assert report.access == ()


def test_taking_a_query_away_is_new_access(reviewed: Reviewed) -> None:
    connection = {CONNECTION: by_key("logs-*")}
    errors = remote("logs-*", query='{"term": {"level": "error"}}')
    report = reviewed({**connection, ANALYST: role(errors)}, {**connection, ANALYST: role(remote("logs-*"))})

    (change,) = report.gained
    assert in_common(change) == ['already had logs-*, only documents {"term":{"level":"error"}}']
    assert report.lost == ()


def test_the_same_query_spelt_differently_is_nothing_new(reviewed: Reviewed) -> None:
    connection = {CONNECTION: by_key("logs-*")}
    one, other = (
        remote("logs-*", query=query)
        for query in (
            '{"range": {"n": {"gte": 1.0, "lt": 2e1}}, "boost": 1}',
            '{"boost":1,"range":{"n":{"lt":20.0,"gte":1.00}}}',
        )
    )
    report = reviewed({**connection, ANALYST: role(one)}, {**connection, ANALYST: role(other)})

    assert report.access == ()
    assert report.changes == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"term": {"level": "error"}}', '{"term": {"level": "warning"}}'),
        ('{"term": {"n": 1}}', '{"term": {"n": 1.0}}'),
        ('{"term": {"n": 1}}', '{"term": {"n": true}}'),
        ('{"terms": {"level": ["a", "b"]}}', '{"terms": {"level": ["b", "a"]}}'),
        ('{"term": {"n": 1}, "term": {"n": 2}}', '{"term": {"n": 2}}'),
    ],
)
def test_another_query_is_new_access_and_lost_access_that_cannot_be_compared(
    reviewed: Reviewed, before: str, after: str
) -> None:
    connection = {CONNECTION: by_key("logs-*")}
    one, other = (remote("logs-*", query=query) for query in (before, after))
    report = reviewed({**connection, ANALYST: role(one)}, {**connection, ANALYST: role(other)})

    (gain,), (loss,) = report.gained, report.lost
    assert remarks(gain)[-1].endswith("(query changed, cannot be compared)")
    assert remarks(loss)[-1].endswith("(query changed, cannot be compared)")
    assert "can see other documents (query changed, cannot be compared) of logs-*" in headline(report)


def test_an_entry_without_a_query_on_the_same_names_lifts_the_query(reviewed: Reviewed) -> None:
    connection = {CONNECTION: by_key("logs-*")}
    errors = remote("logs-*", query='{"term":{"level":"error"}}')
    harmless = {"clusters": ["dublin"], "names": ["logs-*"], "privileges": ["monitor"]}
    report = reviewed({**connection, ANALYST: role(errors)}, {**connection, ANALYST: role(errors, harmless)})

    assert gained(report) == {("analyst@frankfurt", "search", ("logs-*",))}


@pytest.mark.parametrize(
    ("before", "after", "is_new"),
    [
        ({"grant": ["message"]}, {"grant": ["message", "host.*"]}, True),
        ({"grant": ["*"], "except": ["secret"]}, {"grant": ["*"]}, True),
        ({"grant": ["*"]}, {"grant": ["*"], "except": ["secret"]}, False),
        ({"grant": ["host.*"]}, {"grant": ["host.name"]}, False),
    ],
)
def test_more_fields_are_new_access_and_fewer_are_not(
    reviewed: Reviewed, before: Json, after: Json, is_new: Json
) -> None:
    connection = {CONNECTION: by_key("logs-*")}
    one, other = (remote("logs-*", field_security=rule) for rule in (before, after))
    report = reviewed({**connection, ANALYST: role(one)}, {**connection, ANALYST: role(other)})

    assert bool(report.gained) is is_new
    assert bool(report.lost) is not is_new


def test_restricted_indices_need_both_sides(reviewed: Reviewed) -> None:
    restricted = remote("*", allow_restricted_indices=True)
    report = reviewed({}, {CONNECTION: by_key("*"), ANALYST: role(restricted)})
    assert not any(change.access.restricted for change in report.gained)

    key = {
        "remote_cluster": "dublin",
        "access": {"search": [{"names": ["*"], "allow_restricted_indices": True}]},
    }
    report = reviewed({}, {CONNECTION: by_key() | {"cross_cluster_api_key": key}, ANALYST: role(restricted)})
    assert {change.access.role: change.access.restricted for change in report.gained} == {
        "analyst": True,
        "superuser": True,
    }


def test_over_certificates_the_remote_role_of_the_same_name_counts(reviewed: Reviewed) -> None:
    on_dublin = {
        "on_cluster": "dublin",
        "name": "analyst",
        "indices": [{"names": ["logs-*"], "privileges": ["read"]}],
    }
    report = reviewed(
        {},
        {CONNECTION: by_certificate(), ANALYST: role(remote("audit-*")), "esremote_role.theirs": on_dublin},
    )

    assert ("analyst@frankfurt", "search", ("logs-*",)) in gained(report)
    assert ("superuser@frankfurt", "search, replicate", ("*",)) in gained(report)
    assert ("analyst@frankfurt", "search", ("audit-*",)) not in gained(report)


def test_moving_from_certificates_to_a_key_takes_from_superusers_what_the_key_does_not_allow(
    reviewed: Reviewed,
) -> None:
    on_dublin = {
        "on_cluster": "dublin",
        "name": "analyst",
        "indices": [{"names": ["logs-*"], "privileges": ["read"]}],
    }
    report = reviewed(
        {CONNECTION: by_certificate(), "esremote_role.theirs": on_dublin},
        {CONNECTION: by_key("logs-*"), "esremote_role.theirs": on_dublin, ANALYST: role(remote("logs-*"))},
    )

    assert gained(report) == set()
    assert lost(report) == {
        ("superuser@frankfurt", "search", ("*",)),
        ("superuser@frankfurt", "replicate", ("*",)),
    }
    assert headline(report) == "No new access. superuser@frankfurt loses some access on dublin."


def test_a_key_that_no_connection_uses_is_access_for_whoever_holds_it(reviewed: Reviewed) -> None:
    key = {"on_cluster": "dublin", "name": "for-oregon", "access": {"search": [{"names": ["logs-*"]}]}}
    report = reviewed({}, {"esremote_cross_cluster_api_key.k": key})

    assert gained(report) == {("any holder of key for-oregon", "search", ("logs-*",))}
    assert headline(report) == "New access: any holder of key for-oregon can search logs-* on dublin."


def test_the_headline_does_not_hide_that_superusers_gain_everything(reviewed: Reviewed) -> None:
    entries = [{"names": ["logs-*"], "privileges": ["read"]}]
    theirs = {"on_cluster": "dublin", "name": "analyst", "indices": entries}
    report = reviewed({}, {CONNECTION: by_certificate(), "esremote_role.theirs": theirs})

    assert headline(report) == (
        "New access: superuser@frankfurt can replicate and search everything on dublin, restricted indices "
        "included; analyst@frankfurt can search logs-* on dublin."
    )


def test_a_secret_that_somebody_wrote_into_a_plan_is_not_repeated(written: Written) -> None:
    connection = {
        "local_cluster": "frankfurt",
        "alias": "dublin",
        "credentials_wo": "c2VjcmV0",
        "credentials_wo_version": 1,
    }
    report = review(read_source(written(plan({}, {CONNECTION: connection})), today=TODAY))

    assert not any("c2VjcmV0" in write(report) for write in WRITERS.values())


def test_enriching_is_access_of_its_own(reviewed: Reviewed) -> None:
    connection = {CONNECTION: by_key("logs-*")}
    enriching = role(remote_cluster=[{"clusters": ["dublin"], "privileges": ["monitor_enrich"]}])

    assert gained(reviewed(connection, {**connection, ANALYST: enriching})) == {
        ("analyst@frankfurt", "enrich", ())
    }


def test_replication_needs_the_key_to_allow_replication(reviewed: Reviewed) -> None:
    follower = {"clusters": ["dublin"], "names": ["logs-*"], "privileges": ["cross_cluster_replication"]}
    only_search = {CONNECTION: by_key("logs-*")}
    assert gained(reviewed(only_search, {**only_search, ANALYST: role(follower)})) == set()

    key = {"remote_cluster": "dublin", "access": {"replication": [{"names": ["logs-*"]}]}}
    both = {CONNECTION: by_key() | {"cross_cluster_api_key": key}}
    assert gained(reviewed(both, {**both, ANALYST: role(follower)})) == {
        ("analyst@frankfurt", "replicate", ("logs-*",))
    }


def test_what_is_known_only_after_apply_counts_as_everything(reviewed: Reviewed) -> None:
    connection = {CONNECTION: by_key("*")}
    entry = {"clusters": ["dublin"], "privileges": ["read"]}
    unknown = {ANALYST: {"remote_indices": [{"names": True}]}}
    report = reviewed(connection, {**connection, ANALYST: role(entry)}, unknown)

    assert gained(report) == {("analyst@frankfurt", "search", ("*",))}
    assert report.unknown == ("esremote_role.analyst.remote_indices[0].names",)


def test_a_key_that_is_not_known_yet_may_allow_everything(reviewed: Reviewed) -> None:
    connection = by_key() | {"cross_cluster_api_key": None}
    report = reviewed({}, {CONNECTION: connection}, {CONNECTION: {"cross_cluster_api_key": True}})

    assert gained(report) == {("superuser@frankfurt", "search, replicate", ("*",))}


def test_a_list_of_entries_that_is_not_known_yet_counts_as_everything(reviewed: Reviewed) -> None:
    connection = {CONNECTION: by_key("*")}
    report = reviewed(connection, {**connection, ANALYST: role()}, {ANALYST: {"remote_indices": True}})

    assert gained(report) == {
        ("analyst@frankfurt", "search", ("*",)),
        ("analyst@frankfurt", "search, replicate", ("*",)),
    }


def test_a_resource_that_terraform_forgets_keeps_its_access(written: Written) -> None:
    document = plan({CONNECTION: by_key("*"), ANALYST: role(remote("logs-*"))}, {CONNECTION: by_key("*")})
    forgotten = next(resource for resource in document["resource_changes"] if resource["address"] == ANALYST)
    forgotten["change"]["actions"] = ["forget"]

    assert review(read_source(written(document), today=TODAY)).access == ()


def test_resources_that_a_targeted_plan_does_not_touch_are_still_there(written: Written) -> None:
    idle = {
        "address": CONNECTION,
        "mode": "managed",
        "type": "esremote_connection",
        "values": by_key("logs-*"),
    }
    state = {"values": {"root_module": {"resources": [idle]}}}
    document = plan({}, {ANALYST: role(remote("logs-*"))}, prior_state=state)

    assert gained(review(read_source(written(document), today=TODAY))) == {
        ("analyst@frankfurt", "search", ("logs-*",))
    }
