"""What a cluster is too old for is told by the plan, where the cluster can be asked by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.acceptance.configurations import CONNECTION, connection, key, resource, tls_connection
from tests.acceptance.world import PASSWORD
from tests.support.relay import Asked, PassOn, relay

if TYPE_CHECKING:
    from tests.acceptance.world import World

pytestmark = [pytest.mark.lab, pytest.mark.terraform]

DEAD = {"endpoints": ["https://127.0.0.1:1"], "max_retries": 0}
IDENTITY = ".*CN=frankfurt.*"
SIGNING = {"certificate": "certs/transport.crt", "key": "certs/transport.key"}


def _too_old(world: World) -> list[str]:
    return sorted(name for name, cluster in world.lab.clusters.items() if cluster.version.startswith("8."))


def _signed(world: World) -> str:
    return connection(world, cross_cluster_api_key=key(certificate_identity=IDENTITY), signing=SIGNING)


@pytest.mark.every_pair
def test_strong_identity_is_refused_by_the_plan_on_every_cluster_that_is_too_old(world: World) -> None:
    too_old = _too_old(world)
    if not too_old:
        assert world.stack.plan(_signed(world)).actions == {CONNECTION: "create"}
        return

    errors = world.stack.errors(_signed(world), "plan")

    assert sorted(error.summary for error in errors) == [f"Cluster {name!r} is too old" for name in too_old]
    for error in errors:
        assert "Elasticsearch 9.3.0 or later is required" in error.detail
        asked = "certificate_identity" if "'dublin'" in error.summary else "signing"
        assert asked in error.detail


@pytest.mark.every_pair
def test_a_key_for_somebody_else_is_refused_by_the_plan(world: World) -> None:
    bound = resource(
        "esremote_cross_cluster_api_key",
        "paris",
        on_cluster="dublin",
        name="for paris",
        access={"search": [{"names": ["logs-*"]}]},
        certificate_identity=IDENTITY,
    )
    if "dublin" not in _too_old(world):
        assert len(world.stack.plan(bound).actions) == 1
        return

    (error,) = world.stack.errors(bound, "plan")

    assert error.summary == "Cluster 'dublin' is too old"


@pytest.mark.every_pair
def test_the_apply_says_it_of_clusters_that_the_plan_could_not_know(world: World) -> None:
    authorities = {name: str(cluster.ca_file) for name, cluster in world.lab.clusters.items()}
    made_first = "".join(
        f'resource "terraform_data" "{name}" {{\n  input = "{file}"\n}}\n'
        for name, file in authorities.items()
    )
    later = {name: {"ca_file": f"${{terraform_data.{name}.output}}"} for name in authorities}
    world.stack.preamble = world.preamble(**later) + made_first
    assert world.stack.plan(_signed(world)).actions[CONNECTION] == "create"

    if too_old := _too_old(world):
        errors = world.stack.errors(_signed(world), "apply")
        assert sorted(error.summary for error in errors) == [
            f"Cluster {name!r} is too old" for name in too_old
        ]
        assert world.live_keys() == []
    else:
        world.stack.apply(connection(world))


def test_a_plan_connects_to_nothing_that_it_need_not_ask(world: World) -> None:
    world.stack.preamble = world.preamble(frankfurt=DEAD, dublin=DEAD)

    assert world.stack.plan(tls_connection(world)).actions == {CONNECTION: "create"}
    assert world.stack.plan(connection(world)).actions == {CONNECTION: "create"}, "it may be there by then"
    world.stack.preamble = world.preamble()


def _as_rest_root(asked: Asked, pass_on: PassOn) -> httpx.Response:
    """Ask for the privilege `monitor`, as a cluster does that has the module rest-root: the lab has not."""
    if asked.path != "/":
        return pass_on()
    reason = "action [cluster:monitor/main] is unauthorized for user [keeper] with effective roles [keeper]"
    return httpx.Response(403, json={"error": {"type": "security_exception", "reason": reason}})


def test_who_may_not_ask_for_a_version_makes_keys_and_roles_all_the_same(world: World) -> None:
    world.remote.call("PUT", "/_security/role/keeper", {"cluster": ["manage_security"]})
    world.remote.call("PUT", "/_security/user/keeper", {"password": PASSWORD, "roles": ["keeper"]})
    roles = "".join(
        resource("esremote_role", name, on_cluster="dublin", name=name, cluster=["monitor"])
        for name in ("first", "second")
    )
    with relay(world.remote, _as_rest_root) as dublin:
        keeper = {"username": "keeper", "password": PASSWORD, "endpoints": [dublin.url], "allow_http": True}
        with world.reached_by(dublin=keeper | {"ca_file": None}) as stack:
            stack.apply(connection(world) + roles)
            assert len(world.live_keys()) == 1
            stack.destroy()

    for kind in ("user", "role"):
        world.remote.call("DELETE", f"/_security/{kind}/keeper")
