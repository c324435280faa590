"""Whatever instant the provider is killed at, the next apply converges and leaves no orphan."""

from __future__ import annotations

import os
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.configurations import connection, key
from tests.acceptance.world import KEYS
from tests.harness.binaries import terraform
from tests.support.waiting import PATIENCE, eventually

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.acceptance.world import World

pytestmark = [pytest.mark.lab, pytest.mark.terraform]

_MOMENTS: dict[str, Callable[[World], bool]] = {
    "the key is made": lambda world: bool(world.live_keys()),
    "the keystore has the secret": lambda world: bool(world.keystore()),
    "the settings are there": lambda world: bool(world.alias()),
}


def _killed_when(world: World, moment: Callable[[World], bool], configuration: str) -> None:
    """Apply with a provider process of its own, which is killed as soon as `moment` is there."""
    with world.served_by(world.variables) as victim:
        world.stack.plan(configuration)
        apply = subprocess.Popen(
            [terraform(), "apply", "-auto-approve"],
            cwd=world.stack.folder,
            env=dict(world.stack.environment),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        eventually(lambda: moment(world) or apply.poll() is not None)
        os.kill(victim.pid, signal.SIGKILL)
        apply.wait(PATIENCE)


@pytest.mark.parametrize("moment", _MOMENTS)
def test_a_creation_that_was_killed_is_finished_by_the_next_apply(world: World, moment: str) -> None:
    world.put_documents("logs-a")

    _killed_when(world, _MOMENTS[moment], connection(world))

    world.stack.apply(connection(world))
    assert len(world.live_keys()) == 1, "no orphan key"
    assert world.search("logs-a") == (200, ["hello from logs-a"])


def test_a_key_whose_secret_never_arrived_is_ended_by_the_next_apply(world: World) -> None:
    with world.killed_on_the_answer_to("POST", KEYS) as stack:
        stack.errors(connection(world), "apply")
    (lost,) = world.live_keys()

    world.stack.apply(connection(world))

    (live,) = world.live_keys()
    assert live["id"] != lost["id"]


def test_a_rotation_that_was_killed_is_finished_by_the_next_apply(world: World) -> None:
    world.put_documents("logs-a")
    world.stack.apply(connection(world))
    renamed = connection(world, cross_cluster_api_key=key(name="another"))

    _killed_when(world, lambda world: len(world.live_keys()) > 1, renamed)

    assert world.search("logs-a") == (200, ["hello from logs-a"]), "both keys are valid meanwhile"
    world.stack.apply(renamed)
    (live,) = world.live_keys()
    assert live["name"] == "another"
    assert world.search("logs-a") == (200, ["hello from logs-a"])


@pytest.mark.parametrize(
    "moment",
    [lambda world: not world.keystore(), lambda world: not world.live_keys()],
    ids=["the keystore has the secret no more", "the key has ended"],
)
def test_a_destruction_that_was_killed_is_finished_by_the_next(
    world: World, moment: Callable[[World], bool]
) -> None:
    world.stack.apply(connection(world))

    _killed_when(world, moment, "")

    world.stack.destroy()
    world.assert_clean()
