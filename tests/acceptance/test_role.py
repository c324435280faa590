"""`esremote_role`, every part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.acceptance.configurations import ROLE, resource, role

if TYPE_CHECKING:
    from tests.acceptance.world import World

pytestmark = [pytest.mark.lab, pytest.mark.terraform]

WHOLE: dict[str, object] = {
    "on_cluster": "frankfurt",
    "name": "analyst",
    "description": "Reads logs.",
    "cluster": ["monitor", "manage_own_api_key"],
    "run_as": ["ada"],
    "indices": [
        {
            "names": ["b-*", "a-*"],
            "privileges": ["read", "view_index_metadata"],
            "query": '{ "term": { "team": "search" } }',
            "field_security": {"grant": ["*"], "except": ["secret"]},
            "allow_restricted_indices": False,
        },
        {"names": ["c"], "privileges": ["write"], "field_security": {"grant": ["title"]}},
    ],
    "applications": [
        {"application": "kibana-.kibana", "privileges": ["read"], "resources": ["space:default"]}
    ],
    "remote_indices": [{"clusters": ["dublin", "oslo-*"], "names": ["logs-*"], "privileges": ["read"]}],
    "remote_cluster": [{"clusters": ["*"], "privileges": ["monitor_enrich"]}],
    "metadata": '{ "team": "search" }',
    "global": '{"application": {"manage": {"applications": ["kibana-*"]}}}',
}


@pytest.mark.both_versions
def test_every_part_of_a_role_arrives_and_a_plan_after_it_is_empty(world: World) -> None:
    world.stack.apply(resource("esremote_role", "analyst", **WHOLE))

    stored = world.local.call("GET", "/_security/role/analyst")["analyst"]
    assert stored["description"] == "Reads logs."
    assert stored["indices"][0]["field_security"] == {"grant": ["*"], "except": ["secret"]}
    assert stored["remote_cluster"] == [{"clusters": ["*"], "privileges": ["monitor_enrich"]}]
    assert stored["global"]["application"]["manage"]["applications"] == ["kibana-*"]
    world.stack.apply(role())
    bare = world.local.call("GET", "/_security/role/analyst")["analyst"]
    assert (bare["indices"], bare["cluster"], bare["metadata"]) == ([], [], {})


def test_another_spelling_of_the_same_is_no_change(world: World) -> None:
    world.stack.apply(resource("esremote_role", "analyst", **WHOLE))

    respelled = WHOLE | {"metadata": '{"team":"search"}', "cluster": ["manage_own_api_key", "monitor"]}

    assert world.stack.plan(resource("esremote_role", "analyst", **respelled)).actions == {}


def test_a_role_that_somebody_else_made_is_not_overwritten(world: World) -> None:
    world.local.call("PUT", "/_security/role/analyst", {"cluster": ["all"]})

    (error,) = world.stack.errors(role(), "apply")

    assert error.summary == "Role 'analyst' already exists"
    assert "terraform import" in error.detail
    world.local.call("DELETE", "/_security/role/analyst")


def test_many_roles_cost_few_requests(world: World) -> None:
    roles = "".join(
        resource(
            "esremote_role", f"r{number}", on_cluster="frankfurt", name=f"r{number}", cluster=["monitor"]
        )
        for number in range(40)
    )
    before = world.log.read_text()

    world.stack.apply(roles)

    requests = world.log.read_text().removeprefix(before).count("_security/role")
    assert requests < 30, f"{requests} requests for 40 roles and two refreshes"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"remote_cluster": [{"clusters": ["a"], "privileges": ["all"]}]},
            "cannot be granted on a remote cluster",
        ),
        (
            {"remote_indices": [{"clusters": [], "names": ["a"], "privileges": ["read"]}]},
            "`clusters` is empty",
        ),
        ({"indices": [{"names": ["a"], "privileges": ["read"], "query": "{"}]}, "not JSON"),
        ({"metadata": '{"_reserved": true}'}, "begins with an underscore"),
        ({"indices": [{"names": ["/a(/"], "privileges": ["read"]}]}, "is not a pattern"),
        (
            {"remote_indices": [{"clusters": ["a"], "names": ["a"], "privileges": ["read_failure_store"]}]},
            "cannot be granted on remote indices",
        ),
        ({"name": "superuser"}, "must not be the name of a reserved role"),
        ({"name": " x"}, "name must not begin or end with a blank"),
        ({"on_cluster": "franfurt"}, "Did you mean 'frankfurt'?"),
    ],
)
def test_what_the_server_would_refuse_is_refused_by_the_plan(
    world: World, change: dict[str, object], words: str
) -> None:
    (error,) = world.stack.errors(role(**change))

    assert words in error.detail
    assert error.address == ROLE
