"""Anonymous roles: every user of a cluster has them as well, and everybody who arrives by certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lab.lifecycle import Options
from lab.node import Lifetime
from lab.settings import Trust, remote_cluster
from tests.differential.reporting import brief
from tests.differential.runner import Runner, running
from tests.differential.small_worlds import asks, holds, role, search, world
from tests.support import lab as support

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lab.cluster import Cluster, Node
    from lab.settings import Settings

pytestmark = pytest.mark.lab

ANONYMOUS = ("r8",)


def settings(cluster: Cluster, node: Node) -> Settings:
    """The lab's own settings, and a role for everybody."""
    other = support.REMOTE if cluster.name == support.LOCAL else support.LOCAL
    return {
        **remote_cluster(node, [other], Trust.MUTUAL),
        "xpack.security.authc.anonymous.username": "anybody",
        "xpack.security.authc.anonymous.roles": list(ANONYMOUS),
    }


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    names = (support.LOCAL, support.REMOTE)
    options = Options(settings=dict.fromkeys(names, settings), lives=Lifetime.AS_LONG_AS_US)
    folder: Path = tmp_path_factory.mktemp("anonymous")
    with (
        support.started(folder, dict.fromkeys(names, "9.5.3"), options) as lab,
        running(lab) as prepared,
    ):
        yield prepared


def test_6_anonymous_roles_are_added_on_either_side(runner: Runner) -> None:
    landscape = world(
        runner.clusters,
        local=(role("r0", asks("metrics-1")), role("r8", asks("logs-1"))),
        remote=(role("r8", holds("audit-1")),),
        anonymous=ANONYMOUS,
    )
    compared = runner.ask(
        landscape,
        search("dub-a:logs-1"),
        search("dub-a:audit-1"),
        search("tls-a:audit-1"),
        search("tls-a:logs-1"),
        search("dub-a:logs-1", "u2"),
    )
    for each in compared:
        assert each.agree, brief(each)
    assert [each.observed.status for each in compared] == [200, 403, 200, 403, 200]


def test_a_rest_api_key_does_not_get_them_by_arriving(runner: Runner) -> None:
    landscape = world(
        runner.clusters,
        local=(role("r0", holds("logs-1")),),
        remote=(role("r8", holds("audit-1")),),
        anonymous=ANONYMOUS,
        rest={"k0": (role("own", holds("logs-1")),)},
    )
    compared = runner.ask(landscape, search("tls-a:audit-1", "k0"), search("tls-a:logs-1", "k0"))
    for each in compared:
        assert each.agree, brief(each)
    assert [each.observed.status for each in compared] == [403, 200]
