"""The TLS certificate model: the remote cluster asks its own role of the same name."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.lab import Cluster
from tests.support.remote import Link, alias, messages
from tests.support.waiting import eventually

pytestmark = [pytest.mark.lab, pytest.mark.both_versions]


@pytest.fixture
def cert(local: Cluster, remote: Cluster) -> Iterator[Link]:
    """The alias `cert`, in sniff mode."""
    with alias(local, "cert", mode="sniff", seeds=[remote.transport]) as linked:
        eventually(linked.info, lambda info: bool(info.get("connected")))
        yield linked


def skipped(answer: Any) -> str:
    (details,) = answer["_clusters"]["details"].values()
    assert details["status"] == "skipped"
    return str(details["failures"][0]["reason"]["reason"])


def test_it_has_no_credentials_and_a_superuser_reads_everything(cert: Link) -> None:
    assert "cluster_credentials" not in cert.info()
    assert messages(cert.search("facts-secret-b")) == ["facts-secret-b"]


def test_proxy_mode_does_as_well(cert: Link, remote: Cluster) -> None:
    cert.set(mode="proxy", seeds=None, proxy_address=remote.transport)
    eventually(cert.info, lambda info: info.get("mode") == "proxy" and bool(info.get("connected")))
    assert messages(cert.search()) == ["facts-logs-a"]


def test_a_role_that_the_remote_lacks_is_skipped_and_one_that_it_has_finds(
    cert: Link, remote: Cluster, user: Callable[..., tuple[str, str]]
) -> None:
    reads = {"indices": [{"names": ["facts-logs-*"], "privileges": ["read"]}]}
    someone = user(reads)
    assert "were not found" in skipped(cert.search(user=someone).json())
    remote.call("PUT", f"/_security/role/{someone[0]}", reads)
    eventually(lambda: cert.search(user=someone).json(), lambda answer: bool(answer["hits"]["hits"]))
    remote.call("DELETE", f"/_security/role/{someone[0]}")


def test_remote_indices_give_nothing(cert: Link, user: Callable[..., tuple[str, str]]) -> None:
    broad = user({"remote_indices": [{"clusters": ["*"], "names": ["*"], "privileges": ["all"]}]})
    assert skipped(cert.search(user=broad).json())
