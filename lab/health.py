"""Waits until a cluster is ready for use."""

import ssl
import subprocess
import time
from collections.abc import Callable, Sequence
from http import HTTPStatus

import httpx

from lab.cluster import Cluster, Node
from lab.errors import LabError

_PATIENCE = 600.0  # seconds: twenty suffice, a machine under heavy load has needed 150
_PAUSE = 0.25
_TAIL = 30  # lines of a log that usually hold the reason


class StoppedWaitingError(Exception):
    """The start was cancelled."""


def wait(
    cluster: Cluster,
    servers: Sequence[subprocess.Popen[bytes]],
    say: Callable[[str], None],
    cancelled: Callable[[], bool],
) -> None:
    """Wait until all nodes have joined, the health is yellow and security can write and read its index.

    A node makes that index some time after boot, or when the first role, user or key is stored. Until its
    shard is there every request is a 503, so we have it made now.
    """
    deadline = time.monotonic() + _PATIENCE
    context = ssl.create_default_context(cafile=cluster.ca_file)
    with httpx.Client(base_url=cluster.url, verify=context, timeout=5) as client:
        for awaited, ready in (
            ("health", _healthy),
            ("security's index", _stores_roles),
            ("authentication", _authenticates),
        ):
            say(f"waiting for {awaited}")
            while not ready(client, cluster):
                if cancelled():
                    raise StoppedWaitingError
                _still_running(cluster, servers)
                if time.monotonic() > deadline:
                    raise LabError(
                        f"{cluster.name} was not ready after {_PATIENCE:.0f} s:\n{tail(cluster.nodes[0])}"
                    )
                time.sleep(_PAUSE)


def tail(node: Node) -> str:
    """The end of a node's log."""
    return "\n".join(node.log.read_text(encoding="utf-8", errors="replace").splitlines()[-_TAIL:])


def status(client: httpx.Client, path: str, user: tuple[str, str]) -> int | None:
    """The HTTP status of a GET; None when there is no answer."""
    try:
        return client.get(path, auth=user).status_code
    except httpx.TransportError:
        return None


def _healthy(client: httpx.Client, cluster: Cluster) -> bool:
    path = f"/_cluster/health?wait_for_status=yellow&wait_for_nodes={len(cluster.nodes)}&timeout=1s"
    return status(client, path, ("elastic", cluster.password)) == HTTPStatus.OK


def _stores_roles(client: httpx.Client, cluster: Cluster) -> bool:
    superuser = ("elastic", cluster.password)
    try:
        stored = client.put("/_security/role/lab_is_ready", json={}, auth=superuser)
        return stored.is_success and client.delete("/_security/role/lab_is_ready", auth=superuser).is_success
    except httpx.TransportError:
        return False


def _authenticates(client: httpx.Client, cluster: Cluster) -> bool:
    right = status(client, "/_security/_authenticate", ("elastic", cluster.password))
    wrong = status(client, "/_security/_authenticate", ("elastic", f"not {cluster.password}"))
    return right == HTTPStatus.OK and wrong == HTTPStatus.UNAUTHORIZED


def _still_running(cluster: Cluster, servers: Sequence[subprocess.Popen[bytes]]) -> None:
    for node, server in zip(cluster.nodes, servers, strict=True):
        if (code := server.poll()) is not None:
            raise LabError(
                f"{node.name} ended with exit code {code} while it booted; its log ends:\n{tail(node)}"
            )
