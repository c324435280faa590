"""What tests do with a remote cluster by hand, without our own code: connect, search, wait."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.support.lab import Cluster
from tests.support.waiting import eventually

SETTINGS = "/_cluster/settings"
KEYS = "/_security/cross_cluster/api_key"


@dataclass(frozen=True)
class Link:
    """An alias of a remote cluster on a local one."""

    local: Cluster
    alias: str
    key: dict[str, Any]

    def search(self, index: str = "facts-logs-a", user: tuple[str, str] | None = None) -> httpx.Response:
        return self.local.request("GET", f"/{self.alias}:{index}/_search", user=user)

    def info(self) -> dict[str, Any]:
        found: dict[str, Any] = self.local.call("GET", "/_remote/info").get(self.alias, {})
        return found

    def set(self, **settings: object) -> httpx.Response:
        """Put settings of the alias; None takes one away."""
        of_alias = {f"cluster.remote.{self.alias}.{name}": value for name, value in settings.items()}
        return self.local.request("PUT", SETTINGS, {"persistent": of_alias})

    def trust_with(self, credentials: str) -> None:
        """Put the secret into the keystore, and have it reloaded."""
        self.local.keystore("add", "-xf", f"cluster.remote.{self.alias}.credentials", lines=[credentials])
        self.local.call("POST", "/_nodes/reload_secure_settings")

    def forget_credentials(self) -> None:
        self.local.keystore("remove", f"cluster.remote.{self.alias}.credentials")
        self.local.call("POST", "/_nodes/reload_secure_settings")

    def remove(self) -> None:
        self.local.call("PUT", SETTINGS, {"persistent": {f"cluster.remote.{self.alias}.*": None}})


@contextmanager
def alias(local: Cluster, name: str, **settings: object) -> Iterator[Link]:
    """An alias without credentials: the TLS certificate model."""
    linked = Link(local, name, {})
    answer = linked.set(**settings)
    assert answer.is_success, answer.text
    try:
        yield linked
    finally:
        linked.remove()


@contextmanager
def link(local: Cluster, remote: Cluster, name: str, *, names: Sequence[str]) -> Iterator[Link]:
    """An alias with credentials: the API key model, in proxy mode, that has answered once."""
    key = remote.call("POST", KEYS, {"name": f"fact-{name}", "access": {"search": [{"names": list(names)}]}})
    linked = Link(local, name, key)
    linked.trust_with(key["encoded"])
    try:
        with alias(
            local, name, mode="proxy", proxy_address=remote.remote_cluster_server, skip_unavailable=False
        ):
            eventually(linked.search, lambda answer: answer.is_success)
            yield linked
    finally:
        linked.forget_credentials()
        remote.call("DELETE", "/_security/api_key", {"ids": [key["id"]]})


def messages(answer: httpx.Response) -> list[str]:
    """The messages of the documents that were found."""
    assert answer.is_success, answer.text
    return [hit["_source"]["message"] for hit in answer.json()["hits"]["hits"]]


def reason(answer: httpx.Response) -> str:
    """Why a request was refused."""
    error = answer.json()["error"]
    return str(error["reason"] if isinstance(error, dict) else error)
