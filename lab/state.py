"""`.lab/lab.json`: the address and the credentials of each cluster. Only its owner can read it."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from lab import settings
from lab.cluster import Cluster, Node
from lab.processes import Process

FILE = "lab.json"


def write(directory: Path, clusters: Iterable[tuple[Cluster, Iterable[Process]]]) -> None:
    """Write the file, whole or not at all."""
    described = {cluster.name: _cluster(cluster, processes) for cluster, processes in clusters}
    draft = directory / f"{FILE}.new"
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump({"clusters": described}, file, indent=2)
        file.write("\n")
    draft.rename(directory / FILE)


def read(directory: Path) -> Mapping[str, Any]:
    """The clusters of a lab by name; none when there is no lab."""
    file = directory / FILE
    if not file.exists():
        return {}
    clusters: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))["clusters"]
    return clusters


def _cluster(cluster: Cluster, processes: Iterable[Process]) -> Mapping[str, Any]:
    nodes = [_node(node, process) for node, process in zip(cluster.nodes, processes, strict=True)]
    first = nodes[0]
    return {
        "url": first["url"],
        "username": "elastic",
        "password": cluster.password,
        "ca_file": str(cluster.ca_file),
        "transport": first["transport"],
        "remote_cluster_server": first["remote_cluster_server"],
        "version": cluster.version,
        "keystore_commands": [node["keystore_command"] for node in nodes],
        "keystore_password": cluster.keystore_password,
        "nodes": nodes,
    }


def _remote_cluster_server(node: Node) -> str | None:
    """Return the address of the remote cluster server, which a user's own settings may change."""
    chosen = settings.read(node.config / "elasticsearch.yml")
    if not chosen.get("remote_cluster_server.enabled"):
        return None
    return f"127.0.0.1:{chosen.get('remote_cluster.port', settings.DEFAULT_REMOTE_CLUSTER_PORT)}"


def _node(node: Node, process: Process) -> Mapping[str, Any]:
    return {
        "name": node.name,
        "url": f"https://127.0.0.1:{node.ports.http}",
        "transport": f"127.0.0.1:{node.ports.transport}",
        "remote_cluster_server": _remote_cluster_server(node),
        "keystore_command": [str(node.keystore_command)],
        "config": str(node.config),
        "settings_file": str(node.config / "elasticsearch.yml"),
        "log": str(node.log),
        "process_file": str(node.process_file),
        "pid": process.pid,
    }
