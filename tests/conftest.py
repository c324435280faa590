"""Fixtures that all tests share."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from lab import versions
from tests.harness import binaries
from tests.support import lab as support
from tests.support.files import Written, write
from tests.support.golden import Golden, assert_golden

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
def lab_for(tmp_path_factory: pytest.TempPathFactory) -> Iterator[support.Labs]:
    """`lab_for(local_version, remote_version)`: a pair of clusters, started on first use, one per session."""
    with ExitStack() as stack:
        yield support.Labs(tmp_path_factory.mktemp("labs"), stack)


@pytest.fixture(scope="session")
def lab(lab_for: support.Labs) -> Iterator[support.Lab]:
    """Two clusters of the default version, or those of ESREMOTE_TEST_CLUSTERS. Shared: clean up after use."""
    if own := support.own_clusters():
        with support.opened(own) as opened:
            yield opened
    else:
        yield lab_for(versions.DEFAULT, versions.DEFAULT)
