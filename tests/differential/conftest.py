"""Two prepared clusters of each version, on which no other test has left anything."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.differential.runner import Runner, running
from tests.support.pairs import NEW, OLD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.labs import Labs


@pytest.fixture(scope="session", params=(NEW, OLD))
def same_version(request: pytest.FixtureRequest) -> str:
    """The version of both clusters."""
    chosen: str = request.param
    return chosen


@pytest.fixture(scope="session")
def runner(same_version: str, lab_for: Labs) -> Iterator[Runner]:
    """Two clusters of one version with indices, aliases, a data stream, users and connections.

    Whatever another test left could be read by these (a token makes `.security-tokens-7`), so they go first,
    and leave before any other test gets the clusters.
    """
    with ExitStack() as stack:
        yield stack.enter_context(running(lab_for.unused(same_version, leave=stack.close)))
