"""Describes what will run: clusters, their nodes, folders, ports and certificates. It starts nothing."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lab.certificates import Authority


@dataclass(frozen=True)
class Ports:
    """The three ports of a node."""

    http: int
    transport: int
    remote_cluster_server: int


@dataclass(frozen=True)
class Node:
    """One node."""

    name: str
    version: str
    folder: Path
    ports: Ports
    optimising: bool = False

    @property
    def config(self) -> Path:
        """The config folder: elasticsearch.yml, the keystore, `certs/`."""
        return self.folder / "config"

    @property
    def log(self) -> Path:
        """What the node writes to its console."""
        return self.folder / "console.log"

    @property
    def keystore_command(self) -> Path:
        """The node's `bin/elasticsearch-keystore`."""
        return self.folder / "bin/elasticsearch-keystore"

    @property
    def process_file(self) -> Path:
        """The file that identifies the node's process, written when it is started."""
        return self.folder / "process.json"


@dataclass(frozen=True)
class Cluster:
    """One cluster of one or more nodes."""

    name: str
    version: str
    nodes: Sequence[Node]
    password: str
    keystore_password: str

    @property
    def url(self) -> str:
        """The URL of the HTTP interface of its first node."""
        return f"https://127.0.0.1:{self.nodes[0].ports.http}"

    @property
    def ca_file(self) -> Path:
        """The certificate of its certificate authority."""
        return self.nodes[0].config / "certs/ca.crt"


@dataclass(frozen=True)
class Choice:
    """What can be chosen for a cluster.

    Attributes:
        nodes: How many nodes it has.
        keystore_password: The password of its nodes' keystores.
        optimising: Whether the JVM optimises what runs often.
    """

    nodes: int = 1
    keystore_password: str = ""
    optimising: bool = False


def plan(
    versions: Mapping[str, str],
    folder: Path,
    free_ports: Iterator[int],
    choices: Mapping[str, Choice] | None = None,
) -> tuple[Cluster, ...]:
    """Name the nodes, assign ports and generate the passwords."""
    chosen = {name: Choice() for name in versions} | dict(choices or {})
    return tuple(
        Cluster(
            name=name,
            version=version,
            nodes=tuple(_nodes(name, version, folder / name, chosen[name], free_ports)),
            password=secrets.token_urlsafe(16),
            keystore_password=chosen[name].keystore_password,
        )
        for name, version in versions.items()
    )


def _nodes(name: str, version: str, folder: Path, choice: Choice, free: Iterator[int]) -> Iterator[Node]:
    for number in range(1, choice.nodes + 1):
        node = f"{name}-{number}"
        yield Node(node, version, folder / node, Ports(next(free), next(free), next(free)), choice.optimising)


def lay_out(clusters: Sequence[Cluster]) -> None:
    """Make the folders of all nodes, with the certificates of all clusters in each."""
    authorities = {cluster.name: Authority(cluster.name) for cluster in clusters}
    for cluster in clusters:
        for node in cluster.nodes:
            certs = node.config / "certs"
            certs.mkdir(parents=True)
            for folder in ("bin", "data", "logs", "tmp"):
                (node.folder / folder).mkdir()
            authorities[cluster.name].write(certs / "ca.crt")
            authorities[cluster.name].issue(certs, node.name)
            for other in clusters:
                if other is not cluster:
                    authorities[other.name].write(certs / f"{other.name}-ca.crt")
