"""`cluster.remote.<alias>.*`, as a local cluster takes, refuses and forgets them."""

import pytest

from tests.support.lab import Cluster
from tests.support.remote import SETTINGS, Link, alias, reason
from tests.support.waiting import eventually

pytestmark = [pytest.mark.lab, pytest.mark.both_versions]


@pytest.fixture
def unused(local: Cluster) -> Link:
    """An alias that nothing is set for."""
    return Link(local, "fact", {})


def stored(local: Cluster, name: str) -> dict[str, object]:
    settings = local.call("GET", f"{SETTINGS}?flat_settings=true")["persistent"]
    return {key: value for key, value in settings.items() if key.startswith(f"cluster.remote.{name}.")}


def test_credentials_go_to_the_keystore_only(unused: Link) -> None:
    refused = unused.set(credentials="x")
    assert refused.status_code == 400
    assert "not dynamically updateable" in reason(refused)


def test_the_other_modes_settings_must_go_in_the_same_request(local: Cluster, remote: Cluster) -> None:
    with alias(local, "fact", mode="sniff", seeds=[remote.transport]) as linked:
        kept = linked.set(mode="proxy", proxy_address=remote.transport)
        assert kept.status_code == 400
        assert 'Setting "cluster.remote.fact.seeds" cannot be used with' in reason(kept)
        assert linked.set(mode="proxy", proxy_address=remote.transport, seeds=None).status_code == 200


def test_skip_unavailable_needs_an_address(unused: Link) -> None:
    assert unused.set(skip_unavailable=False).status_code == 400


def test_a_mode_alone_is_taken_and_makes_no_alias(unused: Link) -> None:
    assert unused.set(mode="proxy").status_code == 200
    assert unused.info() == {}
    unused.remove()


def test_an_impossible_port_is_taken(unused: Link) -> None:
    assert unused.set(mode="sniff", seeds=["127.0.0.1:99999"]).status_code == 200
    unused.remove()


def test_a_wildcard_removes_everything_of_an_alias(local: Cluster, remote: Cluster) -> None:
    with alias(local, "fact", mode="proxy", proxy_address=remote.transport, skip_unavailable=False) as linked:
        linked.remove()
        assert stored(local, "fact") == {}
        assert linked.info() == {}


def test_skip_unavailable_is_true_by_default(local: Cluster, remote: Cluster) -> None:
    with alias(local, "fact", mode="proxy", proxy_address=remote.transport) as linked:
        assert linked.info()["skip_unavailable"] is True


def test_a_rebuilt_connection_forgets_skip_unavailable_on_8(local: Cluster, remote: Cluster) -> None:
    with alias(local, "fact", mode="sniff", seeds=[remote.transport], skip_unavailable=False) as linked:
        assert linked.info()["skip_unavailable"] is False
        linked.set(mode="proxy", proxy_address=remote.transport, seeds=None)
        forgets = local.version.startswith("8.")
        assert (
            eventually(linked.info, lambda info: info.get("mode") == "proxy")["skip_unavailable"] is forgets
        )
        assert stored(local, "fact")["cluster.remote.fact.skip_unavailable"] == "false"

        linked.set(skip_unavailable=False)
        assert linked.info()["skip_unavailable"] is forgets, "the same value again changes nothing"

        linked.set(skip_unavailable=None)
        linked.set(skip_unavailable=False)
        assert linked.info()["skip_unavailable"] is False


def test_an_unknown_alias(local: Cluster) -> None:
    answer = local.request("GET", "/no-such-alias:facts-logs-a/_search")
    assert "no such remote cluster: [no-such-alias]" in answer.text
    assert answer.status_code == (403 if local.version.startswith("8.") else 404)


def test_a_reload_tells_names_and_digest_on_9(local: Cluster) -> None:
    (node,) = local.call("POST", "/_nodes/reload_secure_settings")["nodes"].values()
    if local.version.startswith("8."):
        assert set(node) == {"name"}
    else:
        assert {"secure_setting_names", "keystore_digest"} <= set(node)


def test_a_reload_with_a_wrong_password_is_200(local: Cluster) -> None:
    body = {"secure_settings_password": "not needed"}
    answer = local.call("POST", "/_nodes/reload_secure_settings", body)
    (node,) = answer["nodes"].values()
    assert answer["_nodes"]["failed"] == 0
    assert node["reload_exception"]["reason"] == "Provided keystore password was incorrect"
