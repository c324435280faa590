"""A local cluster that connects to a remote one."""

import time
from collections.abc import Callable, Iterator

import pytest

from tests.support.lab import Cluster, Lab
from tests.support.remote import Link, link


@pytest.fixture(scope="session")
def local(clusters: Lab) -> Cluster:
    return clusters.local


@pytest.fixture(scope="module")
def remote(clusters: Lab) -> Iterator[Cluster]:
    """The remote cluster, with one document in facts-logs-a and one in facts-secret-b."""
    for index in ("facts-logs-a", "facts-secret-b"):
        clusters.remote.call("PUT", f"/{index}/_doc/1?refresh=true", {"message": index})
    yield clusters.remote
    clusters.remote.call("DELETE", "/facts-logs-a,facts-secret-b")


@pytest.fixture(scope="module")
def rem(local: Cluster, remote: Cluster) -> Iterator[Link]:
    """The alias `rem`, in the API key model, with a key for facts-logs-*."""
    with link(local, remote, "rem", names=["facts-logs-*"]) as linked:
        yield linked


@pytest.fixture(scope="module")
def turn(local: Cluster, remote: Cluster) -> Iterator[Link]:
    """The alias `turn`, like `rem`, but with credentials that tests exchange: begin with `trust_with`."""
    with link(local, remote, "turn", names=["facts-logs-*"]) as linked:
        yield linked


@pytest.fixture
def user(local: Cluster) -> Iterator[Callable[[object], tuple[str, str]]]:
    """`user(role)`: a local user with that one role, both of one name."""
    names: list[str] = []

    def make(role: object, name: str | None = None) -> tuple[str, str]:
        name = name or f"fact-{time.monotonic_ns()}"
        local.call("PUT", f"/_security/role/{name}", role)
        local.call("PUT", f"/_security/user/{name}", {"password": "correct horse", "roles": [name]})
        names.append(name)
        return name, "correct horse"

    yield make
    for name in names:
        local.call("DELETE", f"/_security/user/{name}")
        local.call("DELETE", f"/_security/role/{name}")
