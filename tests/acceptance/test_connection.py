"""A connection in the API key model: made, used, changed, taken over, taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.acceptance.configurations import CONNECTION, ROLE, connection, key, role
from tests.support.relay import Asked, relay

if TYPE_CHECKING:
    from tests.acceptance.world import World
    from tests.support.relay import PassOn

pytestmark = [pytest.mark.lab, pytest.mark.terraform]


@pytest.mark.every_pair
def test_what_is_granted_can_be_searched_and_nothing_else(world: World) -> None:
    world.put_documents("logs-a", "secret-b")

    world.stack.apply(connection(world, skip_unavailable=False) + role())

    analyst = world.user("analyst")
    assert world.search("logs-a", analyst) == (200, ["hello from logs-a"])
    assert world.search("secret-b", analyst)[0] == 403
    assert world.search("secret-b")[0] == 403, "the key bounds even a superuser"
    state = world.stack.state()[CONNECTION]
    assert (state["connected"], state["security_model"]) == (True, "api_key")


@pytest.mark.both_versions
def test_sniff_mode_connects_too(world: World) -> None:
    sniff = {"seeds": [world.remote.remote_cluster_server], "node_connections": 2}

    world.stack.apply(connection(world, proxy=None, sniff=sniff))

    assert world.alias()["mode"] == "sniff"
    assert world.alias()["node_connections"] == "2"


@pytest.mark.both_versions
def test_the_mode_is_switched_in_place(world: World) -> None:
    world.stack.apply(connection(world))
    made = world.stack.state()[CONNECTION]["cross_cluster_api_key"]["id"]
    sniff = {"seeds": [world.remote.remote_cluster_server]}

    assert world.stack.apply(connection(world, proxy=None, sniff=sniff)).actions == {CONNECTION: "update"}
    assert world.alias() == {"mode": "sniff", "seeds": sniff["seeds"]}
    assert world.stack.apply(connection(world)).actions == {CONNECTION: "update"}
    assert world.alias() == {"mode": "proxy", "proxy_address": world.remote.remote_cluster_server}
    assert world.stack.state()[CONNECTION]["cross_cluster_api_key"]["id"] == made, "the key stays"


def test_every_setting_arrives_and_goes(world: World) -> None:
    proxy = {
        "proxy_address": world.remote.remote_cluster_server,
        "server_name": "localhost",
        "proxy_socket_connections": 3,
    }
    transport = {"ping_schedule": "30s", "compress": "true", "compression_scheme": "deflate"}

    world.stack.apply(connection(world, proxy=proxy, transport=transport, skip_unavailable=False))

    assert world.alias() == {
        "mode": "proxy",
        "proxy_address": world.remote.remote_cluster_server,
        "server_name": "localhost",
        "proxy_socket_connections": "3",
        "skip_unavailable": "false",
        "transport.ping_schedule": "30s",
        "transport.compress": "true",
        "transport.compression_scheme": "deflate",
    }
    world.stack.apply(connection(world))
    assert world.alias() == {"mode": "proxy", "proxy_address": world.remote.remote_cluster_server}


@pytest.mark.both_versions
def test_skip_unavailable_is_effective_after_the_connection_was_rebuilt(world: World) -> None:
    world.stack.apply(connection(world, skip_unavailable=False))
    sniff = {"seeds": [world.remote.remote_cluster_server]}

    world.stack.apply(connection(world, proxy=None, sniff=sniff, skip_unavailable=False))

    assert world.local.call("GET", "/_remote/info")["dublin"]["skip_unavailable"] is False


@pytest.mark.both_versions
def test_access_metadata_and_expiration_change_in_place(world: World) -> None:
    world.stack.apply(connection(world, cross_cluster_api_key=key(expiration="30d")))
    before = world.stack.state()[CONNECTION]["cross_cluster_api_key"]
    wider = key(
        access={"search": [{"names": ["logs-*", "metrics-*"], "query": '{"match_all": {}}'}]},
        metadata='{"team": "search"}',
        expiration="60d",
    )

    plan = world.stack.apply(connection(world, cross_cluster_api_key=wider))

    assert plan.actions == {CONNECTION: "update"}
    after = world.stack.state()[CONNECTION]["cross_cluster_api_key"]
    assert after["id"] == before["id"]
    assert after["expires_at"] > before["expires_at"]
    (live,) = world.live_keys()
    assert sorted(live["access"]["search"][0]["names"]) == ["logs-*", "metrics-*"]
    assert live["metadata"]["team"] == "search"


def test_a_replication_key_connects(world: World) -> None:
    access = {"replication": [{"names": ["logs-*"]}]}

    world.stack.apply(connection(world, cross_cluster_api_key=key(access=access)))

    assert world.live_keys()[0]["access"]["replication"][0]["names"] == ["logs-*"]


def test_two_connections_of_one_cluster_are_made_at_once(world: World) -> None:
    other = connection(
        world, "second", cross_cluster_api_key=key(access={"search": [{"names": ["metrics-*"]}]})
    )

    world.stack.apply(connection(world) + other)

    assert set(world.keystore()) == {"cluster.remote.dublin.credentials", "cluster.remote.second.credentials"}


def test_an_imported_connection_is_the_same_as_a_made_one(world: World) -> None:
    access = {"search": [{"names": ["logs-*"], "query": '{"match_all":{}}'}]}
    world.stack.apply(
        connection(world, skip_unavailable=True, cross_cluster_api_key=key(access=access, metadata='{"a":1}'))
        + role()
    )

    world.stack.verify_import(CONNECTION, "frankfurt/dublin", ignore=["wait_timeout"])
    world.stack.verify_import(ROLE, "frankfurt/analyst")


def test_an_alias_that_somebody_else_made_is_not_overwritten(world: World) -> None:
    theirs = {"cluster.remote.dublin.mode": "proxy", "cluster.remote.dublin.proxy_address": "127.0.0.1:1"}
    world.local.call("PUT", "/_cluster/settings", {"persistent": theirs})

    (error,) = world.stack.errors(connection(world), "apply")

    assert error.summary == "Alias 'dublin' already exists"
    assert "terraform import <address> 'frankfurt/dublin'" in error.detail
    assert world.alias()["proxy_address"] == "127.0.0.1:1"
    assert world.live_keys() == []
    world.local.call("PUT", "/_cluster/settings", {"persistent": {"cluster.remote.dublin.*": None}})


def test_an_alias_that_elasticsearch_forgot_is_set_anew(world: World) -> None:
    """A reload of secure settings under way ends a connection that is just being made.

    It takes a moment that cannot be made to order, so a relay gives Elasticsearch's answer of then, until the
    settings are taken away and written again, which is what brings such a connection back.
    """
    world.put_documents("logs-a")
    written = 0

    def forgetful(asked: Asked, pass_on: PassOn) -> httpx.Response:
        nonlocal written
        written += asked == Asked("PUT", "/_cluster/settings")
        if asked.path.startswith("/_resolve/cluster/") and written < len(("set", "taken away", "set anew")):
            reason = {
                "type": "no_such_remote_cluster_exception",
                "reason": "no such remote cluster: [dublin]",
            }
            return httpx.Response(404, json={"error": {"root_cause": [reason], **reason}, "status": 404})
        return pass_on()

    with relay(world.local, forgetful) as frankfurt:
        behind = {"endpoints": [frankfurt.url], "ca_file": None, "allow_http": True}
        with world.reached_by(frankfurt=behind) as stack:
            stack.apply(connection(world))

    assert world.search("logs-a") == (200, ["hello from logs-a"])
