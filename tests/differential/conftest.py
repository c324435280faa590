"""Two prepared clusters for each version, shared by the differential tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.differential import theatre
from tests.support.lab import LOCAL, REMOTE, started

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.differential.theatre import Theatre

VERSIONS = ("9.5.3", "8.19.21")


@pytest.fixture(scope="session", params=VERSIONS)
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    """Two clusters of one version with indices, aliases, a data stream, users and connections.

    They are nobody else's: whatever another test leaves (a token makes `.security-tokens-7`) can be read.
    """
    versions = {LOCAL: request.param, REMOTE: request.param}
    with started(tmp_path_factory.mktemp("stage"), versions) as lab, theatre.opened(lab) as opened:
        yield opened
