"""The settings that `esremote node-settings` prints are what real nodes start with and work with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from click.testing import CliRunner

from constructs_lib import (
    ApiKeySecurity,
    App,
    Certificates,
    Cluster,
    KeystoreCommand,
    MigrationPhase,
    SelfManaged,
    Stack,
    TlsCertificateSecurity,
    TwoWay,
)
from esremote.cli import main as cli
from lab import versions
from lab.lifecycle import Options
from lab.node import Lifetime
from tests.support.lab import Lab, started

from .deployment import GRANTED, Project, deployed, search, seeded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from lab.cluster import Cluster as LabCluster
    from lab.cluster import Node

pytestmark = [pytest.mark.lab, pytest.mark.terraform]

NAMES = ("frankfurt", "dublin")


def printed(folder: Path, cluster: str, port: int) -> Mapping[str, Any]:
    """What the command prints for a cluster on this port that reads and is read under both models."""
    ca_file = folder / "ca.crt"
    trustme.CA().cert_pem.write_to_path(ca_file)
    app = App(outdir=str(folder / "cdktf.out"))
    stack = Stack(app, "both")
    clusters = [
        Cluster(
            stack,
            name,
            url=f"https://{name}.example:9200",
            deployment=SelfManaged(
                transport=f"{name}.example",
                remote_cluster_server=f"127.0.0.1:{port if name == cluster else 9443}",
                keystore=KeystoreCommand(["elasticsearch-keystore"]),
                keep_idle=60,
            ),
            server_certificates=Certificates(ca_file=str(ca_file)),
        )
        for name in NAMES
    ]
    key = ApiKeySecurity(search=["logs-*"])
    security = TlsCertificateSecurity().migrate_to(key, phase=MigrationPhase.PREPARE)
    TwoWay(stack, "pair", clusters=(clusters[0], clusters[1]), security=security)
    app.synth()
    done = CliRunner().invoke(cli, ["node-settings", str(folder / "cdktf.out"), "--format", "json"])
    settings: Mapping[str, Any] = json.loads(done.output)[cluster]
    return settings


@pytest.fixture(scope="module")
def rendered_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    def settings(cluster: LabCluster, node: Node) -> Mapping[str, Any]:
        return printed(tmp_path_factory.mktemp(cluster.name), cluster.name, node.ports.remote_cluster_server)

    options = Options(settings=dict.fromkeys(NAMES, settings), lives=Lifetime.AS_LONG_AS_US)
    chosen = dict.fromkeys(NAMES, versions.DEFAULT)
    with started(tmp_path_factory.mktemp("rendered"), chosen, options) as lab, seeded(lab):
        yield lab


@pytest.mark.parametrize("stack", ["search", "certificates"])
def test_either_model_works_on_nodes_that_started_with_them(
    rendered_lab: Lab, plugins: Path, tmp_path: Path, stack: str
) -> None:
    with deployed(Project(rendered_lab, tmp_path / "cdktf.out", plugins), stack):
        assert search(rendered_lab.local, f"dublin:{GRANTED}") == 200


def test_the_nodes_say_that_these_are_their_settings(rendered_lab: Lab) -> None:
    nodes = rendered_lab.remote.call("GET", "/_nodes/settings?flat_settings=true")["nodes"]
    (settings,) = [node["settings"] for node in nodes.values()]

    assert settings["remote_cluster_server.enabled"] == "true"
    assert settings["remote_cluster.tcp.keep_idle"] == "60"
    assert settings["transport.tcp.keep_idle"] == "60"
