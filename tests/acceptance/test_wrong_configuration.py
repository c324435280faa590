"""Each wrong configuration is told in one diagnostic, which names the attribute and the remedy; nothing is
left.

The texts are in `golden/wrong_configuration/`; `make golden LAB=1` renews them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.acceptance.configurations import connection, key
from tests.support.golden import assert_golden

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.acceptance.world import World

pytestmark = [pytest.mark.lab, pytest.mark.terraform]

GOLDEN = Path(__file__).parent / "golden" / "wrong_configuration"

Clusters = dict[str, dict[str, Any]]
Case = tuple["Callable[[World], Clusters]", "Callable[[World], dict[str, Any]]"]


def _clusters(**changes: dict[str, Any]) -> Callable[[World], Clusters]:
    return lambda _: changes


def _connection(**changes: Any) -> Callable[[World], dict[str, Any]]:
    return lambda _: changes


def _proxy(address: Callable[[World], str]) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"proxy": {"proxy_address": address(world)}}


CASES: dict[str, Case] = {
    "unknown cluster": (_clusters(), _connection(cross_cluster_api_key=key(remote_cluster="dubln"))),
    "no endpoint": (_clusters(dublin={"endpoints": []}), _connection()),
    "both modes": (_clusters(), _connection(sniff={"seeds": ["dub-1:9443"]})),
    "no mode": (_clusters(), _connection(proxy=None)),
    "wrong password": (_clusters(dublin={"username": "elastic", "password": "wrong"}), _connection()),
    "dead cluster": (
        _clusters(dublin={"endpoints": ["https://127.0.0.1:1"], "max_retries": 0}),
        _connection(),
    ),
    "wrong authority": (
        lambda world: {"dublin": {"ca_file": str(world.local.ca_file), "max_retries": 0}},
        _connection(),
    ),
    "no authority": (_clusters(dublin={"ca_file": "/nowhere/ca.crt"}), _connection()),
    "plain http": (_clusters(dublin={"endpoints": ["http://dublin.example:9200"]}), _connection()),
    "an API key cannot make keys": (_clusters(dublin={"api_key": "c2VjcmV0OnNlY3JldA=="}), _connection()),
    "no keystore": (_clusters(frankfurt={"keystore": None}), _connection()),
    "a keystore command that is not there": (
        _clusters(frankfurt={"keystore": {"commands": [["/nowhere/elasticsearch-keystore"]]}}),
        _connection(),
    ),
    "dead address": (_clusters(), _proxy(lambda _: "127.0.0.1:1")),
    "the transport port": (_clusters(), _proxy(lambda world: world.remote.transport)),
    "the HTTP port": (_clusters(), _proxy(lambda world: world.remote.url.removeprefix("https://"))),
    "a URL as address": (_clusters(), _proxy(lambda _: "https://dublin.example:9443")),
    "no key for the remote cluster interface": (_clusters(), _connection(cross_cluster_api_key=None)),
}


@pytest.mark.parametrize("case", CASES)
def test_a_wrong_configuration_is_told_in_one_diagnostic(world: World, case: str) -> None:
    clusters, changes = CASES[case]
    world.stack.preamble = world.preamble(**clusters(world))

    errors = world.stack.errors(connection(world, **{"wait_timeout": "8s", **changes(world)}), "apply")

    assert len(errors) == 1, errors
    _compare(case, _without_places(world, f"{errors[0].summary}\n\n{errors[0].detail}\n"))
    world.stack.preamble = world.preamble()
    world.assert_clean()


def test_all_findings_of_a_connection_are_told_at_once(world: World) -> None:
    wrong = connection(
        world,
        alias="Dublin",
        cross_cluster_api_key=key(
            name="_dublin",
            expiration="1.5d",
            metadata='{"_a": 1}',
            access={"search": [{"names": ["a"], "query": "{}"}], "replication": [{"names": []}]},
        ),
    )

    errors = world.stack.errors(wrong, "validate")

    _compare("all findings at once", "\n\n".join(error.detail for error in errors) + "\n")


def test_an_address_of_another_interface_is_doubted(world: World) -> None:
    doubtful = connection(world, proxy={"proxy_address": "dublin.example:9300"})

    (warning,) = world.stack.warnings(doubtful, "validate")

    assert "default port of the transport interface" in warning.detail


def _without_places(world: World, text: str) -> str:
    """Replace what differs from run to run: ports, folders, times."""
    for cluster in world.lab.clusters.values():
        text = text.replace(cluster.remote_cluster_server, f"<{cluster.name}:9443>")
        text = text.replace(cluster.transport, f"<{cluster.name}:9300>")
        text = text.replace(cluster.url.removeprefix("https://"), f"<{cluster.name}:9200>")
        text = text.replace(str(cluster.ca_file), f"<{cluster.name}'s ca.crt>")
    text = text.replace(str(world.folder), "<folder>")
    return re.sub(r"\(_ssl\.c:\d+\)", "(_ssl.c)", re.sub(r"Waited \d+ s", "Waited <n> s", text))


def _compare(case: str, text: str) -> None:
    assert_golden(GOLDEN / f"{case.replace(' ', '_')}.txt", text)
