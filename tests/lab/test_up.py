"""A lab that is up: real, secured, licensed, ready for both security models."""

import json

import pytest

from tests.support.lab import Cluster, Lab

pytestmark = pytest.mark.lab


@pytest.fixture(params=["local", "remote"])
def cluster(request: pytest.FixtureRequest, lab: Lab) -> Cluster:
    found: Cluster = getattr(lab, request.param)
    return found


def test_answers_as_the_version_it_was_asked_for(cluster: Cluster) -> None:
    assert cluster.call("GET", "/")["version"]["number"] == cluster.version


def test_the_licence_is_a_trial(cluster: Cluster) -> None:
    licence = cluster.call("GET", "/_license")["license"]
    assert (licence["type"], licence["status"]) == ("trial", "active")


def test_a_wrong_password_is_refused(cluster: Cluster) -> None:
    answer = cluster.request("GET", "/_security/_authenticate", user=(cluster.username, "wrong"))
    assert answer.status_code == 401


def test_lab_json_is_for_its_owner_only(lab: Lab) -> None:
    assert lab.file.stat().st_mode & 0o777 == 0o600


def test_lab_json_has_what_users_of_it_need(lab: Lab) -> None:
    for facts in json.loads(lab.file.read_text(encoding="utf-8"))["clusters"].values():
        assert {"url", "username", "password", "ca_file", "version"} <= set(facts)
        assert {"transport", "remote_cluster_server", "keystore_commands"} <= set(facts)
