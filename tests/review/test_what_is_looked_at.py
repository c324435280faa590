"""What a plan does is looked at, or named: other providers, aliases that lead elsewhere, drift, imports."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from esremote.review.headline import headline, notes
from esremote.review.review import review
from esremote.review.words import remark
from esremote.sources.read import read_source
from tests.support.plans import by_certificate, by_key, plan, remote, role

if TYPE_CHECKING:
    from collections.abc import Callable

    from esremote.review.report import Report
    from esremote.sources.jsonlike import Json
    from tests.support.files import Written

    Reviewed = Callable[..., Report]

TODAY = date(2026, 1, 1)
CONNECTION, ANALYST = "esremote_connection.dublin", "esremote_role.analyst"
STACK_ROLE = "elasticstack_elasticsearch_security_role.x"
NOTHING = "No new access: nothing can be read that could not be read before."


@pytest.fixture
def reviewed(written: Written) -> Reviewed:
    """Review a plan that is given as resources before and after."""

    def reviewed(*arguments: Json, edit: Callable[[Json], None] | None = None, **more: Json) -> Report:
        document = plan(*arguments, **more)
        if edit:
            edit(document)
        return review(read_source(written(document), today=TODAY))

    return reviewed


@pytest.mark.parametrize(
    "change",
    [
        {"proxy": {"proxy_address": "tokyo.example:9443"}},
        {"proxy": {"proxy_address": "dublin.example:9443", "server_name": "tokyo"}},
        {"proxy": None, "sniff": {"seeds": ["dublin.example:9443"]}},
        {"proxy": {"proxy_address": "dublin.example:9444"}},
    ],
)
def test_all_access_over_an_alias_that_leads_elsewhere_is_new(reviewed: Reviewed, change: Json) -> None:
    before = {CONNECTION: by_key("logs-*"), ANALYST: role(remote("logs-app-*"))}
    report = reviewed(before, {**before, CONNECTION: by_key("logs-*") | change})

    assert {(row.access.who, row.access.names) for row in report.gained} == {
        ("analyst@frankfurt", ("logs-app-*",)),
        ("superuser@frankfurt", ("logs-*",)),
    }
    assert report.lost == ()
    assert any(note.startswith("Alias dublin of frankfurt leads elsewhere") for note in notes(report))


def test_an_address_that_is_known_only_after_apply_may_be_anywhere(reviewed: Reviewed) -> None:
    before, after = by_certificate(), by_certificate()
    after["sniff"] = {}
    report = reviewed({CONNECTION: before}, {CONNECTION: after}, {CONNECTION: {"sniff": {"seeds": True}}})

    assert [change.access.who for change in report.gained] == ["superuser@frankfurt"]


def test_fewer_seeds_lead_to_the_same_cluster(reviewed: Reviewed) -> None:
    more, fewer = (
        by_certificate() | {"sniff": {"seeds": seeds}} for seeds in (["a:9300", "b:9300"], ["a:9300"])
    )

    assert headline(reviewed({CONNECTION: more}, {CONNECTION: fewer})) == NOTHING
    assert reviewed({CONNECTION: fewer}, {CONNECTION: more}).gained


def test_other_credentials_may_be_of_another_key(reviewed: Reviewed) -> None:
    first, second = (
        by_key() | {"cross_cluster_api_key": None, "credentials_wo_version": version} for version in (1, 2)
    )
    report = reviewed({CONNECTION: first}, {CONNECTION: second})

    assert headline(report) == (
        "Perhaps new access: superuser@frankfurt may replicate and search everything on dublin, restricted "
        "indices included (not known: the key of alias dublin of frankfurt is not in view)."
    )


@pytest.mark.parametrize(
    "resource",
    [
        {
            STACK_ROLE: {
                "name": "auditor",
                "remote_indices": [
                    {
                        "clusters": ["dublin"],
                        "names": ["logs-*"],
                        "privileges": ["read"],
                        "field_security": [{"grant": ["*"], "except": ["user.email"]}],
                    }
                ],
            }
        },
        {
            "elasticstack_kibana_security_role.x": {
                "name": "auditor",
                "elasticsearch": [
                    {
                        "remote_indices": [
                            {
                                "clusters": ["dublin"],
                                "names": ["logs-*"],
                                "privileges": ["read"],
                                "field_security": {"grant": ["*"], "except": ["user.email"]},
                            }
                        ]
                    }
                ],
            }
        },
    ],
)
def test_roles_of_another_provider_are_read(reviewed: Reviewed, resource: Json) -> None:
    connection = {CONNECTION: by_key("*")}
    clusters = {"frankfurt": {"endpoints": ["https://frankfurt.example:9200"]}}
    configuration = {
        "provider_config": {
            "esremote": {"name": "esremote", "expressions": {"clusters": {"constant_value": clusters}}},
            "elasticstack": {
                "name": "elasticstack",
                "expressions": {
                    "elasticsearch": [{"endpoints": {"constant_value": ["https://frankfurt.example:9200/"]}}]
                },
            },
        }
    }
    report = reviewed(connection, {**connection, **resource}, configuration=configuration)

    (change,) = report.gained
    assert (change.access.who, change.access.remote_cluster) == ("auditor@frankfurt", "dublin")
    assert "user.email" not in change.access.fields
    assert change.access.missing == ()


def test_a_role_on_a_cluster_that_is_not_known_may_reach_what_it_asks_for(reviewed: Reviewed) -> None:
    connection = {CONNECTION: by_key("logs-*")}
    report = reviewed(connection, {**connection, STACK_ROLE: {"name": "a", "remote_indices": [remote("*")]}})

    (change,) = report.gained
    assert change.access.missing
    assert headline(report).startswith(
        "Perhaps new access: a@(a cluster of provider elasticstack) may search"
    )


def test_a_cross_cluster_key_of_another_provider_is_access_for_its_holder(reviewed: Reviewed) -> None:
    key = {"name": "k", "type": "cross_cluster", "access": {"search": [{"names": ["logs-*"]}]}}
    report = reviewed({}, {"elasticstack_elasticsearch_security_api_key.k": key})

    assert [change.access.who for change in report.gained] == ["any holder of key k"]


def test_an_alias_in_cluster_settings_may_have_any_key(reviewed: Reviewed) -> None:
    settings = {
        "persistent": [{"setting": [{"name": "cluster.remote.dublin.seeds", "value_list": ["a:9443"]}]}]
    }
    report = reviewed({}, {"elasticstack_elasticsearch_cluster_settings.s": settings})

    assert {change.access.missing for change in report.gained} == {
        ("the key of alias dublin of (a cluster of provider elasticstack)",)
    }


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("elasticstack_elasticsearch_security_role_mapping.m", {"roles": ["superuser"]}),
        ("elasticstack_elasticsearch_security_api_key.k", {"name": "k", "type": "rest"}),
        ("ec_deployment.d", {"name": "d"}),
        ("restapi_object.o", {"path": "/_security/role/x"}),
        ("kubernetes_manifest.m", {"manifest": {"apiVersion": "elasticsearch.k8s.elastic.co/v1"}}),
    ],
)
def test_what_may_give_access_and_is_not_understood_is_named(
    reviewed: Reviewed, address: str, values: Json
) -> None:
    report = reviewed({}, {address: values})

    assert report.may_give_access
    assert headline(report).startswith("No new access in what was looked at")
    (note,) = notes(report)
    assert note.startswith(f"1 change that may give access was not looked at: {address} ")


def test_a_provisioner_can_do_anything(reviewed: Reviewed) -> None:
    resource = {"address": "null_resource.n", "provisioners": [{"type": "local-exec"}]}
    configuration = {"root_module": {"resources": [resource]}}
    report = reviewed({}, {"null_resource.n": {}}, configuration=configuration)

    assert [change.why for change in report.left_out.may_give_access] == ["runs provisioners"]


def test_other_resources_are_counted(reviewed: Reviewed) -> None:
    report = reviewed({}, {"aws_instance.a": {"ami": "x"}, "aws_instance.b": {"ami": "x"}})

    assert not report.may_give_access
    assert headline(report) == NOTHING
    assert list(notes(report)) == ["2 other changes have nothing to do with Elasticsearch."]


def test_access_that_appeared_since_the_last_apply_stands_beside_the_headline(reviewed: Reviewed) -> None:
    applied, now = role(remote("logs-app-*")), role(remote("*"))
    drift = {
        "address": ANALYST,
        "mode": "managed",
        "type": "esremote_role",
        "change": {"actions": ["update"], "before": applied, "after": now, "after_unknown": {}},
    }
    connection = {CONNECTION: by_key("*")}
    report = reviewed({**connection, ANALYST: now}, {**connection, ANALYST: applied}, resource_drift=[drift])

    assert headline(report).startswith("No new access.")
    (note,) = notes(report)
    assert note.startswith("Outside Terraform, since the last apply: analyst@frankfurt can search everything")
    assert note.endswith("This change takes it back.")


@pytest.mark.parametrize(
    ("change", "entry", "said"),
    [
        ({"importing": {"id": "frankfurt/analyst"}}, {}, "imported: Terraform takes over what exists"),
        ({"actions": ["forget"], "after": None}, {}, "it stays in Elasticsearch as it is"),
        ({}, {"previous_address": "esremote_role.old"}, "moved from esremote_role.old"),
    ],
)
def test_what_changes_only_in_terraform_is_described_as_such(
    reviewed: Reviewed, change: Json, entry: Json, said: str
) -> None:
    both = {CONNECTION: by_key("logs-*"), ANALYST: role(remote("logs-*"))}

    def edit(document: Json) -> None:
        found = next(each for each in document["resource_changes"] if each["address"] == ANALYST)
        found.update(entry)
        found["change"].update(change)

    report = reviewed(both, both, edit=edit)

    assert headline(report) == NOTHING
    (described,) = report.changes
    assert said in remark(described)


def test_a_key_that_loses_its_expiration_is_a_finding(reviewed: Reviewed) -> None:
    report = reviewed(
        {CONNECTION: by_key("logs-*", expiration="90d")}, {CONNECTION: by_key("logs-*", expiration=None)}
    )

    assert "RC020[frankfurt/dublin]" in {finding.id for finding in report.findings}


def test_new_documents_and_fields_are_named(reviewed: Reviewed) -> None:
    def key(**limits: Json) -> Json:
        connection = by_key()
        connection["cross_cluster_api_key"]["access"] = {"search": [{"names": ["logs-*"], **limits}]}
        return {CONNECTION: connection}

    query, fields = '{"term": {"public": true}}', {"grant": ["*"], "except": ["client.ip", "user.email"]}
    documents = reviewed(key(query=query), key())
    more_fields = reviewed(key(field_security=fields), key())

    assert headline(documents) == (
        'New access: superuser@frankfurt can see documents outside {"term":{"public":true}} of logs-* '
        "on dublin."
    )
    assert headline(more_fields) == (
        "New access: superuser@frankfurt can see the fields client.ip and user.email of logs-* on dublin."
    )


def test_a_pattern_of_aliases_may_match_one_that_is_not_in_view(reviewed: Reviewed) -> None:
    connection = {CONNECTION: by_key("logs-*")}
    report = reviewed(connection, {**connection, ANALYST: role(remote("metrics-*", clusters=("*",)))})

    assert headline(report).startswith("Perhaps new access: analyst@frankfurt may search metrics-*")


def test_facts_say_which_cluster_an_alias_leads_to_and_which_key_it_uses(written: Written) -> None:
    facts = {
        "format": "esremote/facts",
        "version": 1,
        "clusters": {
            "frankfurt": {
                "version": "9.5.3",
                "connections": {"ie": {"remote_cluster": "dublin", "cross_cluster_api_key": "k"}},
            },
            "dublin": {
                "version": "9.5.3",
                "cross_cluster_api_keys": {"k": {"search": [{"names": ["logs-*"]}]}},
            },
        },
    }
    known = read_source(written(facts, "facts.json"), today=TODAY).landscape
    alias = by_key(alias="ie") | {"cross_cluster_api_key": None, "credentials_wo_version": 1}
    both = {CONNECTION: alias}
    file = written(plan(both, {**both, ANALYST: role(remote("*", clusters=("ie",)))}))
    report = review(read_source(file, today=TODAY, base=known))

    assert headline(report) == "New access: analyst@frankfurt can search logs-* on dublin."


def test_a_role_on_a_cluster_that_is_not_known_may_be_on_one_that_certificates_lead_to(
    reviewed: Reviewed,
) -> None:
    connection = {CONNECTION: by_certificate()}
    theirs = {"name": "analyst", "indices": [{"names": ["logs-*"], "privileges": ["read"]}]}
    report = reviewed(connection, {**connection, STACK_ROLE: theirs})

    assert {(row.access.who, row.access.names) for row in report.gained} == {
        ("analyst@frankfurt", ("logs-*",))
    }


def test_a_plan_that_destroys_everything_says_so(reviewed: Reviewed) -> None:
    report = reviewed({CONNECTION: by_key("logs-*"), ANALYST: role(remote("logs-*"))}, {})

    assert list(notes(report)) == ["This plan destroys everything that it manages: 2 resources."]


def test_a_plan_that_only_refreshes_the_state_says_so(reviewed: Reviewed) -> None:
    both = {CONNECTION: by_key("logs-*")}
    drift = {
        "address": ANALYST,
        "mode": "managed",
        "type": "esremote_role",
        "change": {"actions": ["delete"], "before": role(remote("logs-*")), "after": None},
    }
    report = reviewed(both, both, resource_drift=[drift])

    assert list(notes(report)) == [
        "This plan changes nothing in Elasticsearch: it records what changed outside Terraform."
    ]
    assert [remark(change) for change in report.changes] == [" (deleted outside Terraform)"]


def test_roles_of_another_provider_are_read_from_a_stack_as_well(written: Written) -> None:
    theirs = {"name": "a", "remote_indices": [remote("*")]}
    written({"resource": {STACK_ROLE.partition(".")[0]: {"x": theirs}}}, "stack/cdk.tf.json")
    report = review(read_source(Path("stack"), today=TODAY))

    assert headline(report).startswith(
        "Perhaps new access: a@(a cluster of provider elasticstack) may search"
    )


def test_what_differs_between_two_stacks_and_is_not_understood_is_named(written: Written) -> None:
    mapping = {"elasticstack_elasticsearch_security_role_mapping": {"m": {"roles": ["superuser"]}}}
    written({"resource": {"aws_instance": {"a": {"ami": "x"}}}}, "old/cdk.tf.json")
    written({"resource": {**mapping, "aws_instance": {"a": {"ami": "y"}}}}, "new/cdk.tf.json")
    old, new = (read_source(Path(name), today=TODAY) for name in ("old", "new"))

    named, counted = notes(review(new, old))
    assert named.startswith("1 change that may give access was not looked at: elasticstack_elasticsearch")
    assert counted == "1 other change has nothing to do with Elasticsearch."
    assert list(notes(review(new, new))) == []
