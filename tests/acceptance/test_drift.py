"""What somebody changed by hand is seen by the next plan, and put right by the next apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.acceptance.configurations import CONNECTION, ROLE, connection, role
from tests.support.waiting import eventually

if TYPE_CHECKING:
    from tests.acceptance.world import World

pytestmark = [pytest.mark.lab, pytest.mark.terraform]


@pytest.mark.both_versions
def test_changed_settings_and_a_narrowed_key_are_seen_and_put_right(world: World) -> None:
    both = connection(world) + role()
    world.stack.apply(both)
    made = world.live_keys()[0]["id"]
    world.local.call(
        "PUT", "/_cluster/settings", {"persistent": {"cluster.remote.dublin.proxy_socket_connections": 2}}
    )
    narrowed = {"access": {"search": [{"names": ["logs-a"]}]}}
    world.remote.call("PUT", f"/_security/cross_cluster/api_key/{made}", narrowed)
    world.local.call("PUT", "/_security/role/analyst", {"cluster": ["all"]})

    plan = world.stack.plan(both)

    assert plan.actions == {CONNECTION: "update", ROLE: "update"}
    before = plan[CONNECTION].before
    assert before["proxy"]["proxy_socket_connections"] == 2
    assert before["cross_cluster_api_key"]["access"]["search"][0]["names"] == ["logs-a"]
    assert plan[ROLE].before["cluster"] == ["all"]
    world.stack.apply(both)
    assert world.live_keys()[0]["id"] == made, "a key that can be changed is not replaced"
    assert "proxy_socket_connections" not in world.alias()


@pytest.mark.both_versions
def test_an_invalidated_key_is_replaced(world: World) -> None:
    world.stack.apply(connection(world))
    dead = world.live_keys()[0]["id"]
    world.remote.call("DELETE", "/_security/api_key", {"ids": [dead]})

    plan = world.stack.plan(connection(world))
    warnings = world.stack.warnings(connection(world))

    assert plan.actions == {CONNECTION: "update"}
    assert [warning.summary for warning in warnings] == [
        "A new key will be created for connection 'frankfurt/dublin'"
    ]
    assert f"key {dead} was invalidated on 'dublin'" in warnings[0].detail
    world.stack.apply(connection(world))
    assert world.live_keys()[0]["id"] != dead
    assert world.search("logs-*")[0] == 200


def test_an_expired_key_is_replaced(world: World) -> None:
    world.stack.apply(connection(world))
    (made,) = world.live_keys()
    shortened = {"access": {"search": [{"names": ["logs-*"]}]}, "expiration": "1s"}
    world.remote.call("PUT", f"/_security/cross_cluster/api_key/{made['id']}", shortened)
    eventually(world.live_keys, lambda keys: not keys)

    (warning,) = world.stack.warnings(connection(world))

    assert f"key {made['id']} expired at " in warning.detail
    assert world.stack.apply(connection(world)).actions == {CONNECTION: "update"}
    assert len(world.live_keys()) == 1


def test_what_is_gone_is_made_again(world: World) -> None:
    both = connection(world) + role()
    world.stack.apply(both)
    world.local.call("PUT", "/_cluster/settings", {"persistent": {"cluster.remote.dublin.*": None}})
    world.local.call("DELETE", "/_security/role/analyst")

    assert world.stack.plan(both).actions == {CONNECTION: "create", ROLE: "create"}

    world.stack.apply(both)
    assert len(world.live_keys()) == 1, "the key of the alias that is gone has ended"


def test_a_keystore_entry_that_is_gone_is_delivered_again(world: World) -> None:
    world.stack.apply(connection(world))
    world.local.keystore("remove", "cluster.remote.dublin.credentials")
    world.local.call("POST", "/_nodes/reload_secure_settings")

    plan = world.stack.plan(connection(world))

    assert plan.actions == {CONNECTION: "update"}
    assert plan[CONNECTION].before["security_model"] == "tls_certificate"
    world.stack.apply(connection(world))
    assert world.keystore() == ["cluster.remote.dublin.credentials"]
    assert len(world.live_keys()) == 1


def test_what_the_provider_does_not_know_of_a_role_is_kept(world: World) -> None:
    rights = {"application": {"manage": {"applications": ["kibana-*"]}}}
    world.stack.apply(role())
    current = world.local.call("GET", "/_security/role/analyst")["analyst"]
    current.pop("transient_metadata")
    world.local.call("PUT", "/_security/role/analyst", {**current, "global": rights})

    plan = world.stack.plan(role(description="Reads logs."))

    assert plan[ROLE].before["global"] is not None, "global is an attribute, so it is drift"
