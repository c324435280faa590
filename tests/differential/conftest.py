"""Two prepared clusters for each version, shared by the differential tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.differential import theatre

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.differential.theatre import Theatre
    from tests.support.lab import Labs

VERSIONS = ("9.5.3", "8.19.21")


@pytest.fixture(scope="session", params=VERSIONS)
def stage(request: pytest.FixtureRequest, lab_for: Labs) -> Iterator[Theatre]:
    """Two clusters of one version with indices, aliases, a data stream, users and connections."""
    with theatre.opened(lab_for(request.param, request.param)) as opened:
        yield opened
