"""The API key model: what a request may is what the role and the key both grant."""

from collections.abc import Callable

import pytest

from tests.support.lab import Cluster
from tests.support.remote import KEYS, Link, alias, messages, reason
from tests.support.waiting import eventually

pytestmark = [pytest.mark.lab, pytest.mark.both_versions]

MakeUser = Callable[[object], tuple[str, str]]


def remote_indices(names: list[str], privileges: list[str], clusters: tuple[str, ...] = ("rem",)) -> object:
    return {"remote_indices": [{"clusters": list(clusters), "names": names, "privileges": privileges}]}


def test_remote_info_tells_the_model(rem: Link) -> None:
    info = rem.info()
    assert (info["connected"], info["mode"]) == (True, "proxy")
    assert info["cluster_credentials"] == "::es_redacted::"


def test_resolve_cluster_proves_the_connection(rem: Link) -> None:
    answer = rem.local.call("GET", "/_resolve/cluster/rem:facts-logs-*")["rem"]
    assert answer["connected"]
    assert answer["matching_indices"]


def test_even_a_superuser_is_bounded_by_the_key(rem: Link) -> None:
    assert messages(rem.search("facts-logs-a")) == ["facts-logs-a"]
    refused = rem.search("facts-secret-b")
    assert refused.status_code == 403
    assert "towards remote cluster is unauthorized" in reason(refused)


def test_a_role_like_the_key_finds(rem: Link, user: MakeUser) -> None:
    same = user(remote_indices(["facts-logs-*"], ["read", "read_cross_cluster", "view_index_metadata"]))
    assert messages(rem.search(user=same)) == ["facts-logs-a"]


def test_a_role_broader_than_the_key_is_bounded_by_it(rem: Link, user: MakeUser) -> None:
    broad = user(remote_indices(["*"], ["all"], ("*",)))
    assert messages(rem.search(user=broad)) == ["facts-logs-a"]
    assert rem.search("facts-secret-b", user=broad).status_code == 403


def test_a_role_narrower_than_the_key_bounds_it(rem: Link, user: MakeUser) -> None:
    assert rem.search(user=user(remote_indices(["facts-logs-z*"], ["read"]))).status_code == 403


def test_a_role_for_another_alias_is_told_so(rem: Link, user: MakeUser) -> None:
    refused = rem.search(user=user(remote_indices(["*"], ["all"], ("else-*",))))
    assert refused.status_code == 403
    assert "no remote indices privileges apply for the target cluster" in reason(refused)


def test_a_new_key_takes_over_and_an_invalidated_one_is_refused(turn: Link, remote: Cluster) -> None:
    body = {"name": "fact-next", "access": {"search": [{"names": ["facts-logs-*"]}]}}
    following = remote.call("POST", KEYS, body)
    turn.trust_with(following["encoded"])
    eventually(turn.search, lambda answer: answer.is_success)

    remote.call("DELETE", "/_security/api_key", {"ids": [following["id"]]})
    refused = eventually(turn.search, lambda answer: not answer.is_success)
    assert refused.status_code == 401
    # "api key [..] has been invalidated", or "unable to authenticate user [..] for action [..]"
    assert f"[{following['id']}]" in reason(refused)
    told = turn.local.call("GET", "/_resolve/cluster/turn:*")["turn"]
    assert told["connected"] is False
    assert told["error"]


def test_a_key_for_rest_is_no_credential(turn: Link, remote: Cluster) -> None:
    other = remote.call("POST", "/_security/api_key", {"name": "fact-rest"})
    turn.trust_with(other["encoded"])
    wanted = "authentication expected API key type of [cross_cluster]"
    refused = eventually(turn.search, lambda answer: wanted in answer.text)
    remote.call("DELETE", "/_security/api_key", {"ids": [other["id"]]})
    assert refused.status_code == 401


def test_a_cross_cluster_key_is_none_for_rest(rem: Link, remote: Cluster) -> None:
    refused = remote.client.get("/", headers={"Authorization": f"ApiKey {rem.key['encoded']}"})
    assert refused.status_code == 401
    assert "authentication expected API key type of [rest]" in reason(refused)


def test_without_credentials_the_remote_cluster_interface_refuses(local: Cluster, remote: Cluster) -> None:
    address = remote.remote_cluster_server
    with alias(local, "mis", mode="proxy", proxy_address=address, skip_unavailable=False) as mistaken:
        refused = eventually(mistaken.search, lambda answer: answer.status_code == 400)
        assert "require transport header [_cross_cluster_access_credentials] but none found" in refused.text


def test_with_credentials_the_transport_interface_refuses(local: Cluster, remote: Cluster, rem: Link) -> None:
    mistaken = Link(local, "mis", {})
    mistaken.trust_with(rem.key["encoded"])
    with alias(local, "mis", mode="sniff", seeds=[remote.transport], skip_unavailable=False):
        refused = eventually(mistaken.search, lambda answer: not answer.is_success)
    mistaken.forget_credentials()
    assert refused.status_code == 502
