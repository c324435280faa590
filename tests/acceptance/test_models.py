"""Both security models, and the way from one to the other in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.acceptance.configurations import CONNECTION, connection, key, tls_connection
from tests.harness.secrets import assert_absent

if TYPE_CHECKING:
    from tests.acceptance.world import World

pytestmark = [pytest.mark.lab, pytest.mark.terraform]


@pytest.mark.every_pair
def test_a_connection_goes_to_the_api_key_model_and_back_in_place(world: World) -> None:
    world.put_documents("logs-a")
    world.stack.apply(tls_connection(world))
    assert world.stack.state()[CONNECTION]["security_model"] == "tls_certificate"
    assert world.search("logs-a") == (200, ["hello from logs-a"])

    plan = world.stack.apply(connection(world))

    assert plan.actions == {CONNECTION: "update"}
    assert "cluster_credentials" in world.local.call("GET", "/_remote/info")["dublin"]
    assert world.search("logs-a") == (200, ["hello from logs-a"])

    assert world.stack.apply(tls_connection(world)).actions == {CONNECTION: "update"}
    assert world.live_keys() == []
    assert world.keystore() == []
    assert world.search("logs-a") == (200, ["hello from logs-a"])


def test_a_cut_over_that_fails_puts_back_what_was_there(world: World) -> None:
    world.put_documents("logs-a")
    world.stack.apply(tls_connection(world))
    dead = {"proxy_address": "127.0.0.1:1"}

    (error,) = world.stack.errors(connection(world, proxy=dead, wait_timeout="3s"), "apply")

    assert "Nothing responds at 127.0.0.1:1" in error.detail
    assert world.alias()["proxy_address"] == world.remote.transport
    assert (world.live_keys(), world.keystore()) == ([], [])
    assert world.search("logs-a") == (200, ["hello from logs-a"])


def test_a_cut_back_that_fails_leaves_a_connection_that_works(world: World) -> None:
    world.put_documents("logs-a")
    world.stack.apply(connection(world))
    dead = {"proxy_address": "127.0.0.1:1"}

    world.stack.errors(tls_connection(world, proxy=dead, wait_timeout="3s"), "apply")

    assert world.search("logs-a") == (200, ["hello from logs-a"])
    world.stack.apply(connection(world))
    assert len(world.live_keys()) == 1


def test_a_key_that_somebody_else_made_is_delivered(world: World) -> None:
    made = world.remote.call(
        "POST",
        "/_security/cross_cluster/api_key",
        {"name": "theirs", "access": {"search": [{"names": ["logs-*"]}]}},
    )
    variable = f'variable "secret" {{\n  ephemeral = true\n  default   = "{made["encoded"]}"\n}}\n'
    given = connection(world, cross_cluster_api_key=None, credentials_wo_version=1).replace(
        "  wait_timeout", "  credentials_wo = var.secret\n  wait_timeout"
    )

    world.stack.apply(variable + given)

    state = world.stack.state()[CONNECTION]
    assert (state["security_model"], state["credentials_wo"]) == ("api_key", None)
    assert world.search("logs-*")[0] == 200
    assert_absent(made["encoded"], world.stack.folder / "terraform.tfstate", world.log)
    world.remote.call("DELETE", "/_security/api_key", {"ids": [made["id"]]})


def test_moving_to_another_key_ends_the_old_one_after_the_new_one_answers(world: World) -> None:
    world.stack.apply(connection(world))
    old = world.live_keys()[0]["id"]

    world.stack.apply(connection(world, cross_cluster_api_key=key(name="another name")))

    (live,) = world.live_keys()
    assert live["id"] != old
    assert live["name"] == "another name"
