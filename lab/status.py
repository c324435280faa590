"""Which nodes run, and the health of their clusters."""

import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from lab import node as nodes
from lab import state


@dataclass(frozen=True)
class NodeStatus:
    """One node of the lab."""

    cluster: str
    name: str
    version: str
    url: str
    remote_cluster_server: str | None
    pid: int
    health: str  # Elasticsearch's word for the cluster (green, yellow, red), or "stopped", or "no answer"

    @property
    def well(self) -> bool:
        """Whether it can be used."""
        return self.health in {"green", "yellow"}


def of(directory: Path) -> Iterator[NodeStatus]:
    """Each node of the lab in a folder."""
    for name, cluster in state.read(directory).items():
        for node in cluster["nodes"]:
            yield NodeStatus(
                cluster=name,
                name=node["name"],
                version=cluster["version"],
                url=node["url"],
                remote_cluster_server=node["remote_cluster_server"],
                pid=node["pid"],
                health=_health(cluster, node),
            )


def _health(cluster: Mapping[str, Any], node: Mapping[str, Any]) -> str:
    if not nodes.noted(Path(node["process_file"])).alive:
        return "stopped"
    context = ssl.create_default_context(cafile=cluster["ca_file"])
    user = (cluster["username"], cluster["password"])
    try:
        answer = httpx.get(f"{node['url']}/_cluster/health", auth=user, verify=context, timeout=5)
        return str(answer.raise_for_status().json()["status"])
    except httpx.HTTPError:
        return "no answer"
