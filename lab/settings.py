"""elasticsearch.yml of a lab node, in two parts.

The base settings define a secured node on the loopback interface. The remote cluster settings enable the
remote cluster server and define which authorities the node trusts. Only this second part can be replaced, for
example to find out whether a node starts with settings that `esremote node-settings` prints.
"""

import json
from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path

import yaml

from lab.cluster import Cluster, Node

Value = str | int | bool | Sequence[str] | None
Settings = Mapping[str, Value]


DEFAULT_REMOTE_CLUSTER_PORT = 9443


class Trust(Enum):
    """Which certificate authorities the nodes trust in addition to that of their own cluster."""

    MUTUAL = "mutual"  # each other's authority, on both interfaces: either security model works
    API_KEY = "api-key"  # the authority of remotes, as a client of their remote cluster interface only
    NONE = "none"  # nobody: every connection fails to verify


def base(cluster: Cluster, node: Node) -> Settings:
    """Settings of every node of the lab."""
    discovery: dict[str, Value] = {"discovery.type": "single-node"}
    if len(cluster.nodes) > 1:
        discovery = {
            "discovery.seed_hosts": [f"127.0.0.1:{each.ports.transport}" for each in cluster.nodes],
            "cluster.initial_master_nodes": [each.name for each in cluster.nodes],
        }
    return {
        "cluster.name": cluster.name,
        "node.name": node.name,
        **discovery,
        "path.data": str(node.folder / "data"),
        "path.logs": str(node.folder / "logs"),
        "network.host": "127.0.0.1",
        "http.port": node.ports.http,
        "transport.port": node.ports.transport,
        "node.store.allow_mmap": False,
        "cluster.routing.allocation.disk.threshold_enabled": False,
        "xpack.license.self_generated.type": "trial",
        "xpack.security.enabled": True,
        "xpack.security.autoconfiguration.enabled": False,
        "xpack.security.http.ssl.enabled": True,
        "xpack.security.http.ssl.key": "certs/http.key",
        "xpack.security.http.ssl.certificate": "certs/http.crt",
        "xpack.security.transport.ssl.enabled": True,
        "xpack.security.transport.ssl.verification_mode": "full",
        "xpack.security.transport.ssl.key": "certs/transport.key",
        "xpack.security.transport.ssl.certificate": "certs/transport.crt",
        "xpack.security.transport.ssl.certificate_authorities": ["certs/ca.crt"],
    }


def remote_cluster(node: Node, others: Sequence[str], trust: Trust) -> Settings:
    """Settings of both roles a cluster can have: remote (server enabled) and local (authorities trusted)."""
    own, foreign = "certs/ca.crt", [f"certs/{other}-ca.crt" for other in others]
    as_peer = [own, *foreign] if trust is Trust.MUTUAL else [own]
    as_client = [own] if trust is Trust.NONE else [own, *foreign]
    return {
        "remote_cluster_server.enabled": True,
        "remote_cluster.port": node.ports.remote_cluster_server,
        "xpack.security.remote_cluster_server.ssl.enabled": True,
        "xpack.security.remote_cluster_server.ssl.key": "certs/remote-cluster-server.key",
        "xpack.security.remote_cluster_server.ssl.certificate": "certs/remote-cluster-server.crt",
        "xpack.security.remote_cluster_client.ssl.enabled": True,
        "xpack.security.remote_cluster_client.ssl.certificate_authorities": as_client,
        "xpack.security.transport.ssl.certificate_authorities": as_peer,
    }


def read(path: Path) -> Settings:
    """Read elasticsearch.yml."""
    chosen: Settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    return chosen


def write(path: Path, *parts: Settings) -> None:
    """Write elasticsearch.yml. A later part wins over an earlier one; None takes a setting away."""
    merged: dict[str, Value] = {}
    for part in parts:
        merged |= part
    lines = (f"{key}: {json.dumps(value)}\n" for key, value in merged.items() if value is not None)
    path.write_text("".join(lines), encoding="utf-8")
