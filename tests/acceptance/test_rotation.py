"""A key is replaced before it ends, and no search is lost meanwhile."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self

import pytest

from tests.acceptance.configurations import CONNECTION, connection, key, role
from tests.support.waiting import eventually

if TYPE_CHECKING:
    from types import TracebackType

    from tests.acceptance.world import World

pytestmark = [pytest.mark.lab, pytest.mark.terraform]


class Searching:
    """Searches without a pause, in several threads, and keeps every answer but the expected."""

    def __init__(self, world: World, user: tuple[str, str]) -> None:
        self.wrong: list[tuple[int, list[str]]] = []
        self.answered = 0
        self._done = threading.Event()
        self._threads = [threading.Thread(target=self._search, args=(world, user)) for _ in range(3)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join()

    def _search(self, world: World, user: tuple[str, str]) -> None:
        while not self._done.is_set():
            answer = world.search("logs-a", user)
            self.answered += 1
            if answer != (200, ["hello from logs-a"]):
                self.wrong.append(answer)


@pytest.mark.both_versions
def test_a_rotation_under_load_loses_no_search(world: World) -> None:
    world.put_documents("logs-a")
    lasting = connection(
        world, cross_cluster_api_key=key(expiration="90d", rotate_before="14d"), skip_unavailable=False
    )
    world.stack.apply(lasting + role())
    (old,) = world.live_keys()
    shortened = {"access": {"search": [{"names": ["logs-*"]}]}, "expiration": "10d"}
    world.remote.call("PUT", f"/_security/cross_cluster/api_key/{old['id']}", shortened)

    with Searching(world, world.user("analyst")) as searching:
        plan = world.stack.apply(lasting + role())
        rotated = searching.answered
        eventually(lambda: searching.answered > rotated + 20)

    assert plan.actions == {CONNECTION: "update"}
    unknown = plan[CONNECTION].unknown["cross_cluster_api_key"]
    assert (unknown["id"], unknown["expires_at"]) == (True, True)
    (new,) = world.live_keys()
    assert new["id"] != old["id"]
    assert searching.wrong == []


def test_a_key_that_ends_later_is_left_alone(world: World) -> None:
    lasting = connection(world, cross_cluster_api_key=key(expiration="90d", rotate_before="14d"))
    world.stack.apply(lasting)

    assert world.stack.plan(lasting).actions == {}


def test_a_rotation_whose_new_key_does_not_work_keeps_the_old_one(world: World) -> None:
    world.put_documents("logs-a")
    world.stack.apply(connection(world))
    (old,) = world.live_keys()
    broken = connection(
        world,
        proxy={"proxy_address": "127.0.0.1:1"},
        cross_cluster_api_key=key(name="another"),
        wait_timeout="3s",
    )

    world.stack.errors(broken, "apply")

    assert old["id"] in [key["id"] for key in world.live_keys()]
    assert world.search("logs-a") == (200, ["hello from logs-a"])
    world.stack.apply(connection(world))
    assert len(world.live_keys()) == 1
