"""A pattern that Elasticsearch stores but cannot compile fails every request that has to look at it."""

from __future__ import annotations

from esremote.access.engine.deciding import decide
from tests.access.worlds import paper_clusters
from tests.differential.small_worlds import asks, role, search, world


def test_a_broken_pattern_of_clusters_fails_the_request() -> None:
    landscape = world(paper_clusters("9.5.3"), local=(role("r0", asks("logs-1", clusters=("/dub-(/",))),))
    assert decide(landscape, search("dub-a:logs-1")).status == 400
