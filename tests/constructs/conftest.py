"""A stack of its own for every test, and its Terraform JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from constructs_lib import App, Cluster, KeystoreCommand, SelfManaged, Stack
from esremote import __version__
from esremote.provider.distribution.install import Installation, compile_package

Synthesise = Callable[[], dict[str, Any]]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def plugins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plugins")
    Installation(folder, folder / "records", __version__).install()
    compile_package()
    return folder


@pytest.fixture
def app(tmp_path: Path) -> App:
    return App(outdir=str(tmp_path / "cdktf.out"))


@pytest.fixture
def stack(app: App) -> Stack:
    return Stack(app, "test")


@pytest.fixture
def frankfurt(stack: Stack) -> Cluster:
    return self_managed(stack, "frankfurt")


@pytest.fixture
def dublin(stack: Stack) -> Cluster:
    return self_managed(stack, "dublin")


@pytest.fixture
def pair(frankfurt: Cluster, dublin: Cluster) -> tuple[Cluster, Cluster]:
    return frankfurt, dublin


@pytest.fixture
def synthesise(app: App, stack: Stack, tmp_path: Path) -> Iterator[Synthesise]:
    def run() -> dict[str, Any]:
        app.synth()
        written = tmp_path / "cdktf.out" / "stacks" / "test" / "cdk.tf.json"
        document: dict[str, Any] = json.loads(written.read_text(encoding="utf-8"))
        return document

    assert stack is not None
    return run  # type: ignore[return-value]


def self_managed(scope: Stack, name: str) -> Cluster:
    return Cluster(
        scope,
        name,
        url=f"https://{name}.example:9200",
        deployment=SelfManaged(
            transport=f"{name}.example",
            remote_cluster_server=f"{name}.example",
            keystore=KeystoreCommand(["ssh", f"{name}.example", "elasticsearch-keystore"]),
        ),
    )
