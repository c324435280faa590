"""The versions that tests run on, and which pairs of them a test needs.

By default each test runs on two clusters of the newest version. The markers say which tests need more:
`both_versions` repeats a test on two clusters of the oldest version, `every_pair` on the mixed pairs as well.
With ESREMOTE_TEST_ALL_PAIRS in the environment (`make test-all`) every test runs on every pair.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lab import versions
from tests.support.lab import own_clusters

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

    Pair = tuple[str, str]

ALL_PAIRS = "ESREMOTE_TEST_ALL_PAIRS"

OLD, NEW = "8.19.21", versions.DEFAULT
"""The oldest and the newest version under test."""

_SAME = ((NEW, NEW), (OLD, OLD))
_MIXED = ((NEW, OLD), (OLD, NEW))


def of(test: pytest.Item) -> Sequence[Pair]:
    """Choose the pairs of versions, local and remote, that a test runs on."""
    if own_clusters():
        return _SAME[:1]  # the user's clusters have the versions that they have
    if ALL_PAIRS in os.environ or test.get_closest_marker("every_pair"):
        return _SAME + _MIXED
    if test.get_closest_marker("both_versions"):
        return _SAME
    return _SAME[:1]


def versions_of(test: pytest.Item) -> frozenset[str]:
    """Tell which versions the shared clusters must have for a test."""
    spec = getattr(test, "callspec", None)
    given = spec.params if spec else {}
    if "version_pair" in given:
        return frozenset(given["version_pair"])
    if "same_version" in given:
        return frozenset({given["same_version"]})
    return frozenset({NEW} if "lab" in getattr(test, "fixturenames", ()) else ())
