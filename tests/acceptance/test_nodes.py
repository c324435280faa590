"""A local cluster of two nodes, whose keystores have a password: each node has a keystore of its own."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from lab import versions
from lab.lifecycle import Options
from lab.node import Lifetime
from tests.acceptance.configurations import connection, key
from tests.acceptance.world import World, variables_of
from tests.harness.process import ProviderProcess, python_module
from tests.support.lab import LOCAL, REMOTE, own_clusters, started

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.lab import Lab

pytestmark = [pytest.mark.lab, pytest.mark.terraform]

CREDENTIALS = "cluster.remote.dublin.credentials"
PASSWORD = "the keystore's passw0rd"

_UNLESS_ADDING = """#!{python}
import subprocess, sys
if "add" in sys.argv:
    sys.exit({instead!r})
sys.exit(subprocess.run([*{command!r}, *sys.argv[1:]], input=sys.stdin.read(), text=True).returncode)
"""


@pytest.fixture(scope="module")
def two_nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A local cluster of two nodes, and a remote one."""
    if own_clusters():
        pytest.skip("needs two nodes and a keystore's password")
    names = dict.fromkeys((LOCAL, REMOTE), versions.DEFAULT)
    options = Options(nodes={LOCAL: 2}, keystore_passwords={LOCAL: PASSWORD}, lives=Lifetime.AS_LONG_AS_US)
    with started(tmp_path_factory.mktemp("lab") / "two-nodes", names, options) as lab:
        yield lab


@pytest.fixture(scope="module")
def served(
    two_nodes: Lab, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[str, str], ProviderProcess]]:
    """A provider process for these clusters, and its environment."""
    folder = tmp_path_factory.mktemp("provider")
    variables = variables_of(two_nodes, folder)
    with ProviderProcess(python_module("esremote.provider"), variables, folder / "log") as process:
        yield variables, process


@pytest.fixture
def world(tmp_path: Path, two_nodes: Lab, served: tuple[dict[str, str], ProviderProcess]) -> Iterator[World]:
    """A configuration, a state and these clusters, in which nothing may be left at the end."""
    variables, process = served
    made = World(tmp_path, two_nodes, process, variables)
    made.put_documents("logs-a")
    yield made
    made.end()


def _searches(world: World) -> list[int]:
    """The status of the same search on each node of the local cluster."""
    local = world.local
    user = (local.username, local.password)
    urls = [f"{node['url']}/dublin:logs-a/_search" for node in local.facts["nodes"]]
    return [local.client.get(url, auth=user).status_code for url in urls]


def _second_node(world: World, *, instead: int | str) -> dict[str, object]:
    """The keystores' commands, of which the second ends like this instead of adding anything."""
    one, two = world.keystore_commands(world.local)
    text = _UNLESS_ADDING.format(python=sys.executable, instead=instead, command=two)
    return {"keystore": {"commands": [one, world.program("second-node", text)]}}


def test_a_secret_and_the_next_one_reach_every_node(world: World) -> None:
    world.stack.apply(connection(world))
    held = [node["secure_setting_names"] for node in world.local.reload()]
    assert [CREDENTIALS in names for names in held] == [True, True]
    assert _searches(world) == [200, 200]

    world.stack.apply(connection(world, cross_cluster_api_key=key(name="the next one")))
    assert _searches(world) == [200, 200]


def test_a_node_whose_keystore_cannot_be_changed_is_named_and_nothing_is_left(world: World) -> None:
    with world.reached_by(frankfurt=_second_node(world, instead="no space left on device")) as stack:
        (error,) = stack.errors(connection(world), "apply")

    assert error.summary == "Failed to change a keystore"
    assert "second-node add): no space left on device" in error.detail
    assert "node 2 (" in error.detail
    assert "node 1 (" not in error.detail
    world.assert_clean()


def test_a_node_that_no_command_reaches_is_found_by_what_it_holds(world: World) -> None:
    first_alone = {"keystore": {"commands": world.keystore_commands(world.local)[:1]}}

    with world.reached_by(frankfurt=first_alone) as stack:
        (error,) = stack.errors(connection(world), "apply")

    assert f"frankfurt-2: its keystore lacks {CREDENTIALS}" in error.detail
    assert "frankfurt-1:" not in error.detail
    world.assert_clean()


def test_a_node_that_keeps_the_old_secret_is_found_by_its_digest(world: World) -> None:
    world.stack.apply(connection(world))
    another = connection(world, cross_cluster_api_key=key(name="another"))

    with world.reached_by(frankfurt=_second_node(world, instead=0)) as stack:
        (error,) = stack.errors(another, "apply")

    assert "frankfurt-2: its keystore has not changed" in error.detail
    assert _searches(world) == [200, 200], "each node has a key that lives"
    world.stack.apply(another)
    assert len(world.live_keys()) == 1
    assert _searches(world) == [200, 200]


def test_a_wrong_password_of_the_keystores_is_told_for_each_node(world: World) -> None:
    with world.served_by({**world.variables, "ESREMOTE_FRANKFURT_KEYSTORE_PASSWORD": "not this one"}):
        (error,) = world.stack.errors(connection(world), "apply")

    for node in (1, 2):
        assert f"node {node} (" in error.detail
    assert "password was incorrect" in error.detail
    assert "not this one" not in error.detail
    world.assert_clean()
