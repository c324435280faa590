"""Fixtures that all tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.harness import binaries
from tests.support import lab as support
from tests.support import pairs
from tests.support.files import Written, write
from tests.support.golden import Golden, assert_golden
from tests.support.labs import Labs
from tests.support.scheduling import (
    LABS,
    pytest_collection_finish,
    pytest_collection_modifyitems,
    pytest_generate_tests,
    pytest_sessionfinish,
    pytest_xdist_make_scheduler,
)

__all__ = [
    "pytest_collection_finish",
    "pytest_collection_modifyitems",
    "pytest_generate_tests",
    "pytest_sessionfinish",
    "pytest_xdist_make_scheduler",
]

# A busy machine is no failure: nothing in a test depends on how long it takes.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_report_header() -> str:
    """Say whether it is Terraform or OpenTofu that will be tested."""
    try:
        return f"terraform: {binaries.described()}"
    except RuntimeError as error:
        return f"terraform: {error}"


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with the file of that name in the folder `golden` beside the test."""
    folder = request.path.parent / "golden"
    return lambda name, text: assert_golden(folder / name, text)


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    """Write files into a fresh working directory."""
    monkeypatch.chdir(tmp_path)
    return write


@pytest.fixture(scope="session")
def lab_for(request: pytest.FixtureRequest) -> Labs:
    """`lab_for(local_version, remote_version)`: a pair of clusters, shared by all tests of a session."""
    return request.config.stash[LABS]


@pytest.fixture(scope="session")
def lab(lab_for: Labs) -> Iterator[support.Lab]:
    """Two clusters of the default version, or those of ESREMOTE_TEST_CLUSTERS. Shared: clean up after use."""
    if own := support.own_clusters():
        with support.opened(own) as opened:
            yield opened
    else:
        yield lab_for(pairs.NEW, pairs.NEW)


@pytest.fixture(scope="session")
def clusters(version_pair: tuple[str, str], lab_for: Labs, request: pytest.FixtureRequest) -> support.Lab:
    """The pair of clusters that a test is about: `local` connects to `remote`."""
    if support.own_clusters():
        own: support.Lab = request.getfixturevalue("lab")
        return own
    return lab_for(*version_pair)
