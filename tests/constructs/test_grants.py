"""Grants: what is written where, what comes of it, and how that is explained."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from constructs_lib import (
    ApiKeySecurity,
    Cluster,
    ConfigurationError,
    FieldSecurity,
    MigrationPhase,
    Role,
    SelfManaged,
    Signing,
    Stack,
    TlsCertificateSecurity,
)

if TYPE_CHECKING:
    from .conftest import Synthesise

LOGS = ApiKeySecurity(search=["logs-*", "metrics-*"])
TLS = TlsCertificateSecurity()


def test_a_grant_within_the_key_is_effective_as_it_stands(frankfurt: Cluster, dublin: Cluster) -> None:
    grant = frankfurt.connect_to(dublin, security=LOGS).grant_search(
        Role(frankfurt, "a"), names=["logs-app-*"]
    )

    assert grant.applied
    assert grant.effective == ("logs-app-*",)


def test_a_grant_is_cut_down_to_what_the_key_has_in_common_with_it(
    frankfurt: Cluster, dublin: Cluster
) -> None:
    grant = frankfurt.connect_to(dublin, security=LOGS).grant_search(
        Role(frankfurt, "a"), names=["*-prod", "audit-*"]
    )

    assert grant.effective == ("logs-*-prod", "logs-prod", "metrics-*-prod", "metrics-prod")


def test_an_explanation_shows_each_step(frankfurt: Cluster, dublin: Cluster) -> None:
    connection = frankfurt.connect_to(dublin, security=LOGS)

    grant = connection.grant_search(Role(frankfurt, "analyst"), names=["logs-app-*", "audit-*"])

    assert re.sub(r"test_grants.py:\d+", "test_grants.py:1", grant.explain()) == (
        "grant_search(analyst, names=['logs-app-*', 'audit-*']) over frankfurt/dublin  "
        "tests/constructs/test_grants.py:1\n  frankfurt: role analyst asks, in remote_indices\n  dublin: of "
        "'logs-app-*', the key allows all of it\n  dublin: of 'audit-*', the key allows nothing\n  "
        "= logs-app-*"
    )


def test_a_role_that_is_not_ours_is_not_written_and_the_grant_says_so(
    frankfurt: Cluster, dublin: Cluster, synthesise: Synthesise
) -> None:
    connection = frankfurt.connect_to(dublin, security=LOGS)

    foreign = connection.grant_search(Role.from_role_name(frankfurt, "theirs"), names=["logs-*"])
    reserved = connection.grant_search(Role.from_role_name(frankfurt, "superuser"), names=["logs-*"])

    assert (foreign.applied, reserved.applied) == (False, False)
    assert foreign.effective == ()
    assert "NOT APPLIED  role 'superuser' is reserved" in reserved.explain()
    assert "esremote_role" not in synthesise()["resource"]


def test_with_certificates_a_foreign_local_role_is_enough_because_the_remote_role_decides(
    frankfurt: Cluster, dublin: Cluster, synthesise: Synthesise
) -> None:
    grant = frankfurt.connect_to(dublin, security=TLS).grant_search(
        Role.from_role_name(frankfurt, "theirs"), names=["logs-*"]
    )

    assert grant.applied
    assert list(synthesise()["resource"]["esremote_role"]) == ["dublin_theirs"]


def test_a_remote_role_can_be_defined_after_the_grant_that_writes_into_it(
    frankfurt: Cluster, dublin: Cluster, synthesise: Synthesise
) -> None:
    frankfurt.connect_to(dublin, security=TLS).grant_search(Role(frankfurt, "analyst"), names=["logs-*"])
    Role(dublin, "analyst", cluster=["monitor"])

    role = synthesise()["resource"]["esremote_role"]["dublin_analyst"]
    assert (role["cluster"], role["indices"][0]["names"]) == (["monitor"], ["logs-*"])


def test_replication_needs_manage_ccr_on_the_local_and_read_ccr_on_the_remote_with_certificates(
    frankfurt: Cluster, dublin: Cluster, synthesise: Synthesise
) -> None:
    frankfurt.connect_to(dublin, security=TLS).grant_replication(
        Role(frankfurt, "replicator"), names=["orders-*"], followers=["copy-*"]
    )

    roles = synthesise()["resource"]["esremote_role"]
    assert roles["frankfurt_replicator"]["cluster"] == ["manage_ccr"]
    assert roles["frankfurt_replicator"]["indices"] == [
        {"names": ["copy-*"], "privileges": ["manage_follow_index", "monitor", "read", "write"]}
    ]
    assert roles["dublin_replicator"]["cluster"] == ["read_ccr"]
    assert roles["dublin_replicator"]["indices"] == [
        {"names": ["orders-*"], "privileges": ["monitor", "read"]}
    ]


def test_enrich_is_a_cluster_privilege_on_the_remote(
    frankfurt: Cluster, dublin: Cluster, synthesise: Synthesise
) -> None:
    grant = frankfurt.connect_to(dublin, security=LOGS).grant_enrich(Role(frankfurt, "analyst"))

    assert grant.effective == ("enrich policies",)
    assert synthesise()["resource"]["esremote_role"]["frankfurt_analyst"]["remote_cluster"] == [
        {"clusters": ["dublin"], "privileges": ["monitor_enrich"]}
    ]


def test_documents_and_fields_are_restricted_by_the_role(
    frankfurt: Cluster, dublin: Cluster, synthesise: Synthesise
) -> None:
    frankfurt.connect_to(dublin, security=LOGS).grant_search(
        Role(frankfurt, "analyst"),
        names=["logs-*"],
        query={"term": {"team": "a"}},
        field_security=FieldSecurity(grant=["message*"], except_=["message.secret"]),
    )

    (entry,) = synthesise()["resource"]["esremote_role"]["frankfurt_analyst"]["remote_indices"]
    assert entry["query"] == '{"term": {"team": "a"}}'
    assert entry["field_security"] == {"grant": ["message*"], "except": ["message.secret"]}


def test_a_grant_to_another_clusters_role_is_refused(frankfurt: Cluster, dublin: Cluster) -> None:
    connection = frankfurt.connect_to(dublin, security=LOGS)

    with pytest.raises(
        ConfigurationError, match="must be a role of the local cluster 'frankfurt', got 'a' of 'dublin'"
    ):
        connection.grant_search(Role(dublin, "a"), names=["logs-*"])


@pytest.mark.parametrize(
    ("phase", "roles", "port"),
    [
        (MigrationPhase.PREPARE, {"frankfurt_a", "dublin_a"}, 9300),
        (MigrationPhase.CUTOVER, {"frankfurt_a", "dublin_a"}, 9443),
        (MigrationPhase.RETIRE, {"frankfurt_a"}, 9443),
    ],
)
def test_a_migration_writes_both_roles_until_it_retires_the_remote_one(
    pair: tuple[Cluster, Cluster], phase: MigrationPhase, roles: set[str], port: int, synthesise: Synthesise
) -> None:
    frankfurt, dublin = pair
    connection = frankfurt.connect_to(dublin, security=TLS.migrate_to(LOGS, phase=phase))
    connection.grant_search(Role(frankfurt, "a"), names=["logs-*"])

    document = synthesise()
    resource = document["resource"]["esremote_connection"]["frankfurt_dublin"]
    assert set(document["resource"]["esremote_role"]) == roles
    assert resource["proxy"]["proxy_address"] == f"dublin.example:{port}"
    assert ("cross_cluster_api_key" in resource) is (port == 9443)
    facts = document["//"]["esremote"]["connections"]["esremote_connection.frankfurt_dublin"]
    assert facts["phase"] == phase.value


def test_a_key_that_was_handed_over_comes_from_a_variable_that_is_stored_nowhere(
    frankfurt: Cluster, stack: Stack, synthesise: Synthesise
) -> None:
    tokyo = Cluster.from_attributes(
        stack, "tokyo", deployment=SelfManaged(remote_cluster_server="tokyo.example")
    )
    frankfurt.connect_to(
        tokyo, security=ApiKeySecurity.from_encoded("tokyo_credentials", search=["logs-*"], version=2)
    )

    document = synthesise()
    assert document["variable"]["tokyo_credentials"] == {
        "type": "string",
        "sensitive": True,
        "ephemeral": True,
        "description": "The encoded cross-cluster API key of tokyo, from its administrators.",
    }
    connection = document["resource"]["esremote_connection"]["frankfurt_tokyo"]
    assert connection["credentials_wo"] == "${var.tokyo_credentials}"
    assert connection["credentials_wo_version"] == 2
    assert list(document["provider"]["esremote"][0]["clusters"]) == ["frankfurt"]


def test_a_secret_in_place_of_the_variables_name_is_refused_and_not_repeated() -> None:
    secret = "VnVhQ2ZHY0JDZGJrUW0tZTVhT3g6dWkybHAyYXhUTm1zeWFrdzl0dk5udw=="

    with pytest.raises(ConfigurationError, match="must be the name of a Terraform variable") as raised:
        ApiKeySecurity.from_encoded(secret)

    assert secret not in str(raised.value)


def test_the_passphrase_of_a_signing_key_comes_from_a_variable_that_is_stored_nowhere(
    frankfurt: Cluster, dublin: Cluster, synthesise: Synthesise
) -> None:
    signing = Signing(
        certificate="sign.crt",
        key="sign.key",
        passphrase_variable="frankfurt_passphrase",
        passphrase_version=3,
    )
    frankfurt.connect_to(
        dublin, security=ApiKeySecurity(search=["*"], certificate_identity="CN=fra.*", signing=signing)
    )

    document = synthesise()
    assert document["variable"]["frankfurt_passphrase"]["ephemeral"] is True
    assert document["resource"]["esremote_connection"]["frankfurt_dublin"]["signing"] == {
        "certificate": "sign.crt",
        "key": "sign.key",
        "secure_key_passphrase_wo": "${var.frankfurt_passphrase}",
        "secure_settings_wo_version": 3,
    }


def test_a_passphrase_in_place_of_the_variables_name_is_refused_and_not_repeated() -> None:
    with pytest.raises(ConfigurationError, match=r"Signing\.passphrase_variable: must be the name") as raised:
        Signing(certificate="sign.crt", key="sign.key", passphrase_variable="Correct horse!")

    assert "horse" not in str(raised.value)


def test_a_connection_that_makes_a_key_needs_access_to_the_remote(frankfurt: Cluster, stack: Stack) -> None:
    tokyo = Cluster.from_attributes(
        stack, "tokyo", deployment=SelfManaged(remote_cluster_server="tokyo.example")
    )

    with pytest.raises(
        ConfigurationError, match="creates a cross-cluster API key on 'tokyo', which has no url in this"
    ):
        frankfurt.connect_to(tokyo, security=LOGS)


def test_a_grant_of_es_ql_adds_a_local_privilege_that_reads_nothing(
    frankfurt: Cluster, dublin: Cluster, synthesise: Synthesise
) -> None:
    analyst = Role(frankfurt, "analyst")
    connection = frankfurt.connect_to(dublin, security=LOGS)
    for names in (["logs-app-*"], ["metrics-*"]):
        grant = connection.grant_search(analyst, names=names, esql=True)
    role = synthesise()["resource"]["esremote_role"]["frankfurt_analyst"]
    assert role["indices"] == [{"names": [""], "privileges": ["read"]}]
    assert grant.sentence() == "grant_search(analyst, names=['metrics-*'], esql=True)"
