"""Cross-cluster API keys, as a remote cluster makes, shows, changes and ends them."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.lab import Cluster
from tests.support.remote import KEYS

pytestmark = [pytest.mark.lab, pytest.mark.both_versions]

SEARCH = {"search": [{"names": ["logs-*"]}]}


@pytest.fixture
def key(remote: Cluster) -> Iterator[dict[str, Any]]:
    made = remote.call("POST", KEYS, {"name": "fact", "expiration": "30d", "access": SEARCH})
    yield made
    remote.call("DELETE", "/_security/api_key", {"ids": [made["id"]]})


def shown(remote: Cluster, key: dict[str, Any]) -> dict[str, Any]:
    (found,) = remote.call("GET", f"/_security/api_key?id={key['id']}")["api_keys"]
    return dict(found)


def test_creation_answers_with_the_secret_once(remote: Cluster, key: dict[str, Any]) -> None:
    assert set(key) == {"id", "name", "expiration", "api_key", "encoded"}
    assert not {"api_key", "encoded"} & set(shown(remote, key))


def test_its_access_can_be_read_back(remote: Cluster, key: dict[str, Any]) -> None:
    found = shown(remote, key)
    assert found["type"] == "cross_cluster"
    assert [entry["names"] for entry in found["access"]["search"]] == [["logs-*"]]


@pytest.mark.parametrize(("privilege", "status"), [("manage_security", 200), ("manage_api_key", 403)])
def test_creation_needs_manage_security(remote: Cluster, privilege: str, status: int) -> None:
    remote.call("PUT", "/_security/role/fact-maker", {"cluster": [privilege]})
    remote.call("PUT", "/_security/user/fact-maker", {"password": "correct horse", "roles": ["fact-maker"]})
    answer = remote.request(
        "POST", KEYS, {"name": "made", "access": SEARCH}, user=("fact-maker", "correct horse")
    )
    remote.call("DELETE", "/_security/user/fact-maker")
    remote.call("DELETE", "/_security/role/fact-maker")
    assert answer.status_code == status
    if answer.is_success:
        remote.call("DELETE", "/_security/api_key", {"ids": [answer.json()["id"]]})


def test_an_api_key_cannot_make_one(remote: Cluster) -> None:
    maker = remote.call("POST", "/_security/api_key", {"name": "fact-maker"})
    refused = remote.client.post(
        KEYS,
        json={"name": "made", "access": SEARCH},
        headers={"Authorization": f"ApiKey {maker['encoded']}"},
    )
    remote.call("DELETE", "/_security/api_key", {"ids": [maker["id"]]})
    assert refused.status_code == 400


def test_an_update_says_whether_it_changed_anything(remote: Cluster, key: dict[str, Any]) -> None:
    wider = {"access": {**SEARCH, "replication": [{"names": ["archive-*"]}]}, "metadata": {"owner": "us"}}
    assert remote.call("PUT", f"{KEYS}/{key['id']}", wider) == {"updated": True}
    assert remote.call("PUT", f"{KEYS}/{key['id']}", wider) == {"updated": False}


@pytest.mark.parametrize("body", [{}, {"name": "another", "access": SEARCH}, {"access": {}}])
def test_updates_that_are_refused(remote: Cluster, key: dict[str, Any], body: object) -> None:
    assert remote.request("PUT", f"{KEYS}/{key['id']}", body).status_code == 400


def test_the_endpoint_of_other_keys_does_not_update_it(remote: Cluster, key: dict[str, Any]) -> None:
    assert remote.request("PUT", f"/_security/api_key/{key['id']}", {}).status_code == 400


def test_an_unknown_key_is_404(remote: Cluster) -> None:
    assert remote.request("PUT", f"{KEYS}/no-such-key", {"access": SEARCH}).status_code == 404


def test_an_invalidated_key_is_seen_unless_only_active_ones_are_asked_for(
    remote: Cluster, key: dict[str, Any]
) -> None:
    ended = remote.call("DELETE", "/_security/api_key", {"ids": [key["id"]]})
    assert ended["invalidated_api_keys"] == [key["id"]]
    assert shown(remote, key)["invalidated"] is True
    active = remote.request("GET", f"/_security/api_key?id={key['id']}&active_only=true")
    assert (active.status_code, active.json()) == (404, {"api_keys": []})
    assert remote.request("PUT", f"{KEYS}/{key['id']}", {"access": SEARCH}).status_code == 400
    again = remote.call("DELETE", "/_security/api_key", {"ids": [key["id"]]})
    assert (again["invalidated_api_keys"], again["error_count"]) == ([], 0)


@pytest.mark.parametrize(
    "restriction", [{"query": {"match_all": {}}}, {"field_security": {"grant": ["message"]}}]
)
def test_document_and_field_level_security_exclude_replication(
    remote: Cluster, restriction: dict[str, object]
) -> None:
    search = {"names": ["a"], **restriction}
    body = {"name": "both", "access": {"search": [search], "replication": [{"names": ["a"]}]}}
    refused = remote.request("POST", KEYS, body)
    assert refused.status_code == 400
    assert "search does not support" in refused.text


def test_metadata_must_not_begin_with_an_underscore(remote: Cluster) -> None:
    body = {"name": "fact", "access": SEARCH, "metadata": {"_owner": "us"}}
    assert remote.request("POST", KEYS, body).status_code == 400


def test_certificate_identity_came_with_9(remote: Cluster) -> None:
    body = {"name": "fact", "access": SEARCH, "certificate_identity": "CN=.*"}
    answer = remote.request("POST", KEYS, body)
    if remote.version.startswith("8."):
        assert answer.status_code == 400
    else:
        remote.call("DELETE", "/_security/api_key", {"ids": [answer.json()["id"]]})
