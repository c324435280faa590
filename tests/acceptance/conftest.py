"""The provider, the real Terraform, and a pair of real clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.acceptance.world import World, variables_of
from tests.harness.process import ProviderProcess, python_module

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.lab import Lab


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
