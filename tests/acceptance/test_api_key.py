"""`esremote_cross_cluster_api_key`: a key for somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.acceptance.configurations import resource
from tests.acceptance.world import KEYS

if TYPE_CHECKING:
    from tests.acceptance.world import World

pytestmark = [pytest.mark.lab, pytest.mark.terraform]

ADDRESS = "esremote_cross_cluster_api_key.paris"


def _key(**changes: object) -> str:
    attributes: dict[str, object] = {
        "on_cluster": "dublin",
        "name": "for paris",
        "access": {"search": [{"names": ["logs-*"]}]},
        **changes,
    }
    return resource("esremote_cross_cluster_api_key", "paris", **attributes)


@pytest.mark.both_versions
def test_a_key_is_made_changed_in_place_imported_and_ended(world: World) -> None:
    world.stack.apply(_key(expiration="30d", metadata='{"team":"paris"}'))
    made = world.stack.state()[ADDRESS]
    (live,) = world.live_keys()
    assert (live["id"], live["name"], live["metadata"]["team"]) == (made["key_id"], "for paris", "paris")

    access = {"search": [{"names": ["logs-*"]}], "replication": [{"names": ["logs-*"]}]}
    plan = world.stack.apply(_key(expiration="30d", access=access))

    assert plan.actions == {ADDRESS: "update"}
    assert world.stack.state()[ADDRESS]["encoded"] == made["encoded"]
    world.stack.verify_import(ADDRESS, f"dublin/{made['key_id']}", ignore=["encoded", "expiration"])
    assert world.stack.plan(_key(access=access)).actions == {ADDRESS: "replace"}, "it cannot live for ever"


def test_a_key_that_ends_soon_is_replaced(world: World) -> None:
    soon = _key(expiration="30d", rotate_before="14d")
    world.stack.apply(soon)
    (live,) = world.live_keys()
    shortened = {"access": {"search": [{"names": ["logs-*"]}]}, "expiration": "10d"}
    world.remote.call("PUT", f"/_security/cross_cluster/api_key/{live['id']}", shortened)

    assert world.stack.plan(soon).actions == {ADDRESS: "replace"}


def test_a_key_that_was_invalidated_is_made_anew(world: World) -> None:
    world.stack.apply(_key())
    (live,) = world.live_keys()
    world.remote.call("DELETE", "/_security/api_key", {"ids": [live["id"]]})

    assert world.stack.plan(_key()).actions == {ADDRESS: "create"}


def test_a_key_whose_secret_was_lost_on_the_way_is_named_by_the_next_apply(world: World) -> None:
    with world.killed_on_the_answer_to("POST", KEYS) as stack:
        stack.errors(_key(), "apply")
    (lost,) = world.live_keys()

    (warning,) = world.stack.warnings(_key(), "apply")

    assert warning.summary == "Cluster 'dublin' has other live keys named 'for paris'"
    assert f'DELETE /_security/api_key {{"ids": ["{lost["id"]}"]}}' in warning.detail
    assert len(world.live_keys()) == 2, "it may be another state's"
    world.remote.call("DELETE", "/_security/api_key", {"ids": [lost["id"]]})


def test_a_key_that_is_rotated_is_not_taken_for_a_lost_one(world: World) -> None:
    lifecycle = "  lifecycle {\n    create_before_destroy = true\n  }\n}\n"
    soon = _key(expiration="30d", rotate_before="14d").removesuffix("}\n") + lifecycle
    world.stack.apply(soon)
    (old,) = world.live_keys()
    shortened = {"access": {"search": [{"names": ["logs-*"]}]}, "expiration": "10d"}
    world.remote.call("PUT", f"/_security/cross_cluster/api_key/{old['id']}", shortened)

    assert world.stack.warnings(soon, "apply") == []
    (new,) = world.live_keys()
    assert new["id"] != old["id"]
