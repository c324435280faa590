"""elasticsearch.yml of a node: base settings, and remote cluster settings that can be replaced."""

from itertools import count
from pathlib import Path

import pytest
import yaml

from lab import cluster as plans
from lab import ports, settings, state
from lab.cluster import Choice, Cluster
from lab.processes import Process
from lab.settings import Trust

TRANSPORT = "xpack.security.transport.ssl.certificate_authorities"
CLIENT = "xpack.security.remote_cluster_client.ssl.certificate_authorities"


@pytest.fixture
def dublin(tmp_path: Path) -> Cluster:
    return plans.plan({"dublin": "9.5.3"}, tmp_path, count(20_000))[0]


@pytest.mark.parametrize(
    ("trust", "as_peer", "as_client"),
    [
        (Trust.MUTUAL, ["certs/ca.crt", "certs/paris-ca.crt"], ["certs/ca.crt", "certs/paris-ca.crt"]),
        (Trust.API_KEY, ["certs/ca.crt"], ["certs/ca.crt", "certs/paris-ca.crt"]),
        (Trust.NONE, ["certs/ca.crt"], ["certs/ca.crt"]),
    ],
)
def test_trust_is_a_matter_of_each_interface(
    dublin: Cluster, trust: Trust, as_peer: list[str], as_client: list[str]
) -> None:
    chosen = settings.remote_cluster(dublin.nodes[0], ["paris"], trust)
    assert (chosen[TRANSPORT], chosen[CLIENT]) == (as_peer, as_client)


def test_the_base_knows_nothing_of_remote_clusters(dublin: Cluster) -> None:
    assert not [key for key in settings.base(dublin, dublin.nodes[0]) if "remote_cluster" in key]


def test_several_nodes_find_each_other(tmp_path: Path) -> None:
    cluster = plans.plan({"dublin": "9.5.3"}, tmp_path, count(20_000), {"dublin": Choice(nodes=2)})[0]
    chosen = settings.base(cluster, cluster.nodes[1])
    assert chosen["cluster.initial_master_nodes"] == ["dublin-1", "dublin-2"]
    assert chosen["discovery.seed_hosts"] == [f"127.0.0.1:{node.ports.transport}" for node in cluster.nodes]


def test_a_later_part_wins_and_none_takes_away(tmp_path: Path) -> None:
    file = tmp_path / "elasticsearch.yml"
    settings.write(file, {"a": 1, "b": True, "c": ["x"]}, {"a": "two: 2", "b": None})
    assert yaml.safe_load(file.read_text(encoding="utf-8")) == {"a": "two: 2", "c": ["x"]}


@pytest.mark.parametrize(
    ("chosen", "address"),
    [
        ({"remote_cluster_server.enabled": True, "remote_cluster.port": 19443}, "127.0.0.1:19443"),
        ({"remote_cluster_server.enabled": True}, "127.0.0.1:9443"),
        ({}, None),
    ],
)
def test_lab_json_has_the_remote_cluster_interface_that_the_settings_open(
    tmp_path: Path, dublin: Cluster, chosen: dict[str, bool | int], address: str | None
) -> None:
    (node,) = dublin.nodes
    node.config.mkdir(parents=True)
    settings.write(node.config / "elasticsearch.yml", settings.base(dublin, node), chosen)
    state.write(tmp_path, [(dublin, [Process(1, "")])])
    assert state.read(tmp_path)["dublin"]["remote_cluster_server"] == address


def test_no_two_nodes_share_a_port(tmp_path: Path) -> None:
    with ports.reserved() as free:
        clusters = plans.plan({"a": "9.5.3", "b": "9.5.3"}, tmp_path, free, {"a": Choice(nodes=2)})
    taken = [
        port
        for cluster in clusters
        for node in cluster.nodes
        for port in (node.ports.http, node.ports.transport, node.ports.remote_cluster_server)
    ]
    assert len(set(taken)) == len(taken) == 9


def test_labs_that_start_at_the_same_time_share_no_port() -> None:
    with ports.reserved() as first, ports.reserved() as second:
        assert not set(first) & set(second)
