"""The provider, the real Terraform, and a pair of real clusters.

Every test runs on the default pair. A test marked `every_pair` runs on 9.5.3, on 8.19.21 and on both mixed
pairs; with ESREMOTE_TEST_ALL_PAIRS in the environment (`make test-pairs`) every test does.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lab import versions
from tests.acceptance.world import World, variables_of
from tests.harness.process import ProviderProcess, python_module
from tests.support.lab import own_clusters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.lab import Lab, Labs

OLD, NEW = "8.19.21", versions.DEFAULT
PAIRS = ((NEW, NEW), (OLD, OLD), (NEW, OLD), (OLD, NEW))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on the pairs that it is about; on somebody's own clusters once."""
    if "pair" in metafunc.fixturenames:
        asked = "ESREMOTE_TEST_ALL_PAIRS" in os.environ
        several = asked or metafunc.definition.get_closest_marker("every_pair")
        pairs = PAIRS if several and not own_clusters() else PAIRS[:1]
        metafunc.parametrize(
            "pair", pairs, ids=[f"{local}-to-{remote}" for local, remote in pairs], scope="session"
        )


@pytest.fixture(scope="session")
def clusters(pair: tuple[str, str], lab_for: Labs, request: pytest.FixtureRequest) -> Lab:
    """The pair of clusters that this test is about."""
    if own_clusters():
        lab: Lab = request.getfixturevalue("lab")
        return lab
    return lab_for(*pair)


@pytest.fixture(scope="session")
def variables(clusters: Lab, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The provider's environment."""
    return variables_of(clusters, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def attached(
    variables: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ProviderProcess]:
    """One provider process for all tests on a pair of clusters."""
    log = tmp_path_factory.mktemp("provider") / "log"
    with ProviderProcess(python_module("esremote.provider"), variables, log) as process:
        yield process


@pytest.fixture
def world(
    tmp_path: Path, clusters: Lab, attached: ProviderProcess, variables: dict[str, str]
) -> Iterator[World]:
    """A configuration, a state and two clusters, in which nothing may be left at the end."""
    made = World(tmp_path, clusters, attached, variables)
    yield made
    made.end()
