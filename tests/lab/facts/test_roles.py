"""Roles with remote privileges, as a local cluster takes, refuses and shows them."""

from collections.abc import Iterator

import pytest

from tests.support.lab import Cluster

pytestmark = [pytest.mark.lab, pytest.mark.both_versions]

ROLE = "/_security/role/fact-role"


@pytest.fixture
def cluster(local: Cluster) -> Iterator[Cluster]:
    yield local
    local.request("DELETE", ROLE)


def indices(**changed: object) -> object:
    entry: dict[str, object] = {"clusters": ["rem"], "names": ["a"], "privileges": ["read"], **changed}
    return {"remote_indices": [{key: value for key, value in entry.items() if value is not None}]}


@pytest.mark.parametrize(
    "role",
    [
        {"remote_cluster": [{"clusters": ["rem"], "privileges": ["monitor"]}]},
        {"remote_cluster": [{"clusters": [], "privileges": ["monitor_enrich"]}]},
        {"remote_cluster": [{"clusters": ["rem"], "privileges": []}]},
        indices(privileges=["no_such_privilege"]),
        indices(privileges=[]),
        indices(names=[]),
        indices(names=None),
        indices(clusters=None),
    ],
)
def test_refused(cluster: Cluster, role: object) -> None:
    assert cluster.request("PUT", ROLE, role).status_code == 400


@pytest.mark.parametrize(
    "role", [indices(clusters=[]), indices(query="no query"), indices(privileges=["write"])]
)
def test_taken_although_of_no_use(cluster: Cluster, role: object) -> None:
    assert cluster.request("PUT", ROLE, role).status_code == 200


def test_read_back_a_query_is_text_and_restricted_indices_are_told(cluster: Cluster) -> None:
    cluster.call("PUT", ROLE, indices(query={"match_all": {}}, field_security={"grant": ["message"]}))
    (entry,) = cluster.call("GET", ROLE)["fact-role"]["remote_indices"]
    assert entry["query"] == '{"match_all":{}}'
    assert entry["allow_restricted_indices"] is False
    assert entry["field_security"] == {"grant": ["message"]}


def test_both_privileges_of_remote_cluster_are_taken(cluster: Cluster) -> None:
    privileges = ["monitor_enrich", "monitor_stats"]
    cluster.call("PUT", ROLE, {"remote_cluster": [{"clusters": ["rem"], "privileges": privileges}]})
    (entry,) = cluster.call("GET", ROLE)["fact-role"]["remote_cluster"]
    assert sorted(entry["privileges"]) == privileges
