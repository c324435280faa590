"""No state, plan, log or process list holds a secret; Terraform starts the provider, with TF_LOG=trace."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.configurations import connection, key, role
from tests.harness.launcher import place
from tests.harness.process import python_module
from tests.harness.secrets import ProcessList, assert_absent
from tests.harness.stack import Stack

if TYPE_CHECKING:
    from tests.acceptance.world import World

pytestmark = [pytest.mark.lab, pytest.mark.terraform]


def _parts(secret: str) -> tuple[str, str]:
    """What the keystore gets, and the part of it that is secret."""
    return secret, base64.b64decode(secret).decode().partition(":")[2]


def test_a_secret_is_nowhere_but_in_the_keystore(world: World) -> None:
    log = world.folder / "trace.log"
    init = place(world.folder / "plugins", "esremote/esremote", python_module("esremote.provider"))
    traced = {**world.variables, "TF_LOG": "trace", "TF_LOG_PATH": str(log)}
    stack = Stack(world.folder / "traced", traced, world.preamble(), init)
    first = connection(world, cross_cluster_api_key=key(expiration="30d")) + role()
    rotated = connection(world, cross_cluster_api_key=key(name="the next one")) + role()

    with ProcessList() as processes:
        stack.apply(first)
        stack.apply(rotated)
        shown = stack.run("show", "-json").stdout + stack.run("show", "-json", "plan.out").stdout
        stack.destroy()

    assert b"keystore-frankfurt" in processes.text, "what cannot be found there proves nothing"
    assert "POST /_nodes/reload_secure_settings 200" in log.read_text()
    assert "the next one" in shown
    made = [part for secret in world.secrets for part in _parts(secret)]
    assert len(made) == 4, "two keys"
    for hidden in (*made, world.local.password, world.remote.password):
        assert_absent(hidden, stack.folder, log, shown, processes.text)
