"""The order and the groups in which tests run, and the clusters that boot meanwhile.

With pytest-xdist (`make test`) the tests of a group run on one worker, one after the other, and each worker
has clusters of its own. A group is a file, with two exceptions: all tests that need clusters of the oldest
version are one group, so that only one worker has to boot those; and if ESREMOTE_TEST_CLUSTERS names the
clusters, all tests are, since workers cannot share them.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.support import pairs
from tests.support.lab import own_clusters
from tests.support.labs import Labs

if TYPE_CHECKING:
    from xdist.workermanage import WorkerController

LABS = pytest.StashKey[Labs]()
_VERSIONS, _OWN = "versions", "own clusters"
_OLD_PAIR = re.compile(rf"\b{re.escape(pairs.OLD)}-to-|-to-{re.escape(pairs.OLD)}\b")
# Few tests, but long ones: begun early, so that no worker is left alone with one at the end.
_LONG = (
    "test_demo",
    "test_tutorial",
    "test_cdktf_deploy",
    "test_lifecycle",
    "test_nodes",
    "test_anonymous_roles",
    "test_lab_node_settings",
    "test_lab_stacks",
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on the pairs of versions that it is about."""
    if "version_pair" in metafunc.fixturenames:
        chosen = pairs.of(metafunc.definition)
        ids = [f"{local}-to-{remote}" for local, remote in chosen]
        metafunc.parametrize("version_pair", chosen, ids=ids, scope="session")


class GroupScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Gives workers whole groups, in the order in which tests were collected, the first one to worker gw0."""

    @property
    def nodes(self) -> list[WorkerController]:
        """The workers, not in the order in which they happened to be ready."""
        return sorted(super().nodes, key=lambda node: str(node.gateway.id))

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> GroupScheduling:
    """Have `-n` keep groups together."""
    config.option.loadscopereorder = False
    return GroupScheduling(config, log)


def group(nodeid: str) -> str:
    """Name the group of a test.

    (Not by the marker `xdist_group`: pytest-xdist 3.8 does not see it with pytest 9.2.)
    """
    file, _, test = nodeid.partition("::")
    if own_clusters():
        return _OWN
    if _OLD_PAIR.search(test) or (file.startswith("tests/differential/") and "[" in test):
        return _VERSIONS
    return file


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort: what needs the old version, then what needs no cluster, then the rest, long files first.

    The first group goes to the first worker, which can thus be the one that boots the old version. The other
    one begins with what needs no cluster while its clusters boot.
    """
    size = Counter(group(item.nodeid) for item in items)

    def rank(item: pytest.Item) -> tuple[int, int, str]:
        name = group(item.nodeid)
        if name == _VERSIONS:
            return (0, "same_version" not in item.callspec.params, "")  # type: ignore[attr-defined]
        if not item.get_closest_marker("lab") and not item.get_closest_marker("terraform"):
            return (1, -size[name], name)
        return (2 if item.path.stem in _LONG else 3, -size[name], name)

    items.sort(key=rank)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Boot the clusters that will be needed while the first tests run."""
    labs = session.config.stash[LABS] = Labs()
    wanted = frozenset[str]().union(*map(pairs.versions_of, session.items))
    worker = getattr(session.config, "workerinput", {"workerid": "gw0"})["workerid"]
    if worker != "gw0":
        wanted &= {pairs.NEW}
    if wanted and not own_clusters() and not session.config.option.collectonly:
        labs.boot(wanted)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End the clusters of this session."""
    if labs := session.config.stash.get(LABS, None):
        labs.end()
