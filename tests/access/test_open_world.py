"""What is not known: an answer is unknown exactly where it decides, and says what is missing."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from esremote.access import facts
from esremote.access.assertions import assert_denied
from esremote.access.decision.decisions import Outcome, Ruling
from esremote.access.decision.requests import Kind, Request
from esremote.access.engine.deciding import decide
from esremote.access.landscape.collections import Collection
from esremote.model.patterns import Names

if TYPE_CHECKING:
    from esremote.access.landscape.landscape import Landscape

Json = dict[str, Any]
SET: Json = {"skip_unavailable": False}


def asks(*names: str, clusters: tuple[str, ...] = ("dublin",)) -> Json:
    return {"clusters": list(clusters), "names": list(names), "privileges": ["read"]}


def holds(*names: str) -> Json:
    return {"indices": [{"names": list(names), "privileges": ["read"]}]}


def known(local: Json | None = None, remote: Json | None = None, **connection: object) -> Landscape:
    """Frankfurt with an alias dublin; each side as given, or with a role and a key."""
    frankfurt: Json = {
        "version": "9.5.3",
        "roles": {"analyst": {"remote_indices": [asks("logs-*")]}},
        "users": {"ada": {"roles": ["analyst"]}},
        "connections": {
            "dublin": {"remote_cluster": "dublin", "cross_cluster_api_key": "k"} | SET | connection,
        },
    }
    dublin: Json = {
        "version": "9.5.3",
        "cross_cluster_api_keys": {"k": {"search": [{"names": ["logs-app"]}]}},
    }
    clusters = {"frankfurt": frankfurt | (local or {}), "dublin": dublin | (remote or {})}
    document = {"format": "esremote/facts", "version": 1, "clusters": clusters}
    return facts.read(json.dumps(document)).landscape


def by_certificate(local: Json | None = None, remote: Json | None = None) -> Landscape:
    connection = {"dublin": {"remote_cluster": "dublin", "security_model": "tls_certificate", **SET}}
    return known((local or {}) | {"connections": connection}, remote)


def ruling(landscape: Landscape, expression: str, *roles: str, **more: Any) -> tuple[Ruling, int]:
    decision = decide(landscape, Request("frankfurt", expression, roles=roles, **more))
    return decision.ruling, decision.status


ALLOWED, DENIED, UNKNOWN = (Ruling.ALLOWED, 200), (Ruling.DENIED, 403), (Ruling.UNKNOWN, 0)


def test_a_role_that_is_not_listed_may_be_in_roles_yml() -> None:
    assert ruling(known(), "dublin:logs-app", "analist") == UNKNOWN
    decision = decide(known(), Request("frankfurt", "dublin:logs-app", roles=("analist",)))
    assert decision.missing[0].what == (
        "role analist of frankfurt is in none of the sources (did you mean analyst?)"
    )
    assert "roles.yml" in decision.missing[0].settle
    assert decision.remedy == decision.missing[0].settle


def test_a_role_that_does_not_exist_grants_nothing() -> None:
    assert ruling(known({"whole": ["roles"]}), "dublin:logs-app", "analist") == DENIED


def test_what_a_known_key_denies_is_denied_to_every_role() -> None:
    assert ruling(known(), "dublin:audit", "ghost") == DENIED
    steps = decide(known(), Request("frankfurt", "dublin:audit", roles=("ghost",))).trace
    assert [step.what for step in steps] == ["not known", "cross-cluster API key k"]


def test_what_known_roles_allow_is_allowed_beside_a_role_that_is_not_known() -> None:
    landscape = known(remote={"cross_cluster_api_keys": {"k": {"search": [{"names": ["*"]}]}}})
    decision = decide(landscape, Request("frankfurt", "dublin:*", roles=("analyst", "ghost")))
    (part,) = decision.parts
    assert decision.ruling is Ruling.ALLOWED
    assert [access.name for access in part.patterns] == ["logs-*"]
    assert "audit" in Names.of(*(access.name for access in part.widest or ()))
    assert "role ghost of frankfurt" in str(decision.missing[0])


NO_KEY = {"cross_cluster_api_keys": {}}


def test_a_key_that_is_not_listed_may_allow_what_a_role_asks_for_and_nothing_else() -> None:
    landscape = known(remote=NO_KEY)
    assert ruling(landscape, "dublin:logs-app", "analyst") == UNKNOWN
    assert ruling(landscape, "dublin:audit", "analyst") == DENIED
    assert ruling(landscape, "dublin:audit", "superuser") == UNKNOWN
    decision = decide(landscape, Request("frankfurt", "dublin:logs-app", roles=("analyst",)))
    assert str(decision.missing[0]).startswith("the key of alias dublin is in none of the sources: add")


def test_a_key_that_does_not_exist_authenticates_nobody() -> None:
    landscape = known()
    frankfurt, dublin = landscape.clusters
    gone = replace(dublin, cross_cluster_api_keys=(), whole=frozenset({Collection.KEYS}))
    request = Request("frankfurt", "dublin:logs-app", roles=("analyst",))
    assert decide(replace(landscape, clusters=(frankfurt, gone)), request).status == 401
    with pytest.raises(facts.InvalidFactsError, match="no key 'k' on dublin"):
        known(remote={"cross_cluster_api_keys": {}, "whole": ["cross_cluster_api_keys"]})


def test_a_refusal_that_is_skipped_is_skipped_whatever_the_key_allows() -> None:
    landscape = known(remote=NO_KEY, skip_unavailable=True)
    (part,) = decide(landscape, Request("frankfurt", "dublin:audit", roles=("analyst",))).parts
    assert part.outcome is Outcome.SKIPPED


def test_over_certificates_the_roles_of_the_remote_cluster_decide() -> None:
    assert ruling(by_certificate(), "dublin:logs-app", "analyst") == UNKNOWN
    listed = by_certificate(remote={"roles": {"analyst": holds("logs-*")}})
    assert ruling(listed, "dublin:logs-app", "analyst") == ALLOWED
    assert ruling(listed, "dublin:audit", "analyst") == DENIED
    assert ruling(by_certificate(remote={"whole": ["roles"]}), "dublin:logs-app", "analyst") == DENIED


@pytest.mark.parametrize("user", ["ada", "eve"])
def test_a_user_that_is_not_listed_may_have_any_role(user: str) -> None:
    decision = decide(known(), Request("frankfurt", "dublin:logs-app", user=user))
    assert decision.ruling is (Ruling.ALLOWED if user == "ada" else Ruling.UNKNOWN)
    refused = decide(known(), Request("frankfurt", "dublin:audit", user=user))
    assert refused.ruling is Ruling.DENIED, "the key does not allow it"


def test_run_as_needs_to_know_both_users() -> None:
    assert ruling(known(), "dublin:logs-app", "superuser", run_as="eve") == UNKNOWN
    assert ruling(known(), "dublin:logs-app", "analyst", run_as="eve") == DENIED
    assert ruling(known(), "dublin:logs-app", "ghost", run_as="ada") == UNKNOWN


def test_an_alias_that_is_not_listed_may_exist() -> None:
    assert ruling(known(), "dublinn:logs-app", "analyst") == UNKNOWN
    assert ruling(known({"whole": ["connections"]}), "dublinn:logs-app", "analyst") == (Ruling.DENIED, 404)
    (missing,) = decide(known(), Request("frankfurt", "dublinn:x", roles=("analyst",))).missing
    assert missing.what.endswith("(did you mean dublin?)")


def test_local_indices_need_the_roles_of_the_local_cluster() -> None:
    assert ruling(known(), "logs-app", "ghost") == UNKNOWN
    assert ruling(known({"roles": {"r": holds("logs-*")}}), "logs-app,audit", "r") == DENIED


def test_only_what_is_known_to_be_denied_is_asserted_to_be() -> None:
    with pytest.raises(AssertionError, match="UNKNOWN"):
        assert_denied(known(), Request("frankfurt", "dublin:logs-app", roles=("ghost",)))


def test_a_disabled_user_is_not_authenticated_but_their_rest_api_key_is() -> None:
    users = {"ada": {"roles": ["analyst"], "enabled": False}}
    key = {"limited_by": {"analyst": {"remote_indices": [asks("logs-*")]}}}
    with_key = {"ada": {"roles": ["analyst"], "enabled": False, "api_key": key}}
    request = Request("frankfurt", "dublin:logs-app", user="ada")
    assert decide(known({"users": users}), request).status == 401
    assert decide(known({"users": with_key}), request).status == 200


@pytest.mark.parametrize("kind", [Kind.SEARCH, Kind.COUNT, Kind.FIELD_CAPS])
def test_built_in_roles_have_their_privileges(kind: Kind) -> None:
    assert ruling(by_certificate(), "dublin:logs-app", "viewer", kind=kind) == ALLOWED
    assert ruling(by_certificate(), "dublin:.kibana", "viewer", kind=kind) == DENIED
    assert ruling(known(remote=NO_KEY), "dublin:logs-app", "viewer", kind=kind) == DENIED
    assert ruling(by_certificate(), "dublin:.monitoring-es-7", "monitoring_user", kind=kind) == ALLOWED
