"""Whatever goes wrong on the way, state never forgets what was made."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from esremote.provider.protocol import (
    Attribute,
    CreateRequest,
    DeleteRequest,
    List,
    Map,
    Nested,
    Provider,
    ProviderError,
    ReadRequest,
    Resource,
    Schema,
    String,
    UpdateRequest,
    Values,
    to_completion,
)
from esremote.provider.protocol.messages import message
from esremote.provider.protocol.servicer import Servicer
from esremote.provider.protocol.wire import dump, load

if TYPE_CHECKING:
    from collections.abc import Callable

INNER = Nested({"a": Attribute(String, optional=True)})


def crooked(one: Any, other: Any) -> bool:
    raise RuntimeError(f"{one} {other}")


class Thing(Resource):
    """Does what a test tells it."""

    type_name = "it_thing"
    schema = Schema(
        {
            "name": Attribute(String, required=True),
            "made": Attribute(String, computed=True),
            "map": Attribute(Map(INNER), optional=True),
            "list": Attribute(List(INNER), optional=True),
            "same": Attribute(String, optional=True, equivalent=crooked),
        }
    )

    def __init__(self) -> None:
        self.act: Callable[[Any], Any] = lambda request: request.planned

    async def create(self, request: CreateRequest) -> Values:
        return await self._acted(request)

    async def read(self, request: ReadRequest) -> Values | None:
        return await self._acted(request)

    async def update(self, request: UpdateRequest) -> Values:
        return await self._acted(request)

    async def delete(self, request: DeleteRequest) -> None:
        await self._acted(request)

    async def _acted(self, request: Any) -> Any:
        result = self.act(request)
        return await result if asyncio.iscoroutine(result) else result


class It(Provider):
    address = "it/it"

    def __init__(self, thing: Thing) -> None:
        self.resources = (thing,)


ROOT = Thing.schema.root
PLANNED = {"name": "n", "made": None, "map": None, "list": None, "same": "x"}


@pytest.fixture
def thing() -> Thing:
    return Thing()


@pytest.fixture
def servicer(thing: Thing) -> Servicer:
    return Servicer(It(thing))


async def apply(
    servicer: Servicer, prior: Values | None, planned: Values | None
) -> tuple[Values | None, list[str]]:
    request = message("ApplyResourceChange.Request")(
        type_name="it_thing",
        prior_state=dump(ROOT, prior),
        planned_state=dump(ROOT, planned),
        config=dump(ROOT, planned),
        planned_private=b'{"kept":1}',
    )
    reply = message("ApplyResourceChange.Response")()
    await servicer.answer("ApplyResourceChange", request, reply)
    return load(ROOT, reply.new_state), [diagnostic.summary for diagnostic in reply.diagnostics]


def checkpointing(*states: Any, then: Any) -> Callable[[Any], Any]:
    def act(request: Any) -> Any:
        for state in states:
            request.checkpoint(state)
        if isinstance(then, Exception):
            raise then
        return then

    return act


GOOD = {"name": "n", "made": "yes"}
WHOLE = {**PLANNED, "made": "yes", "same": None}


@pytest.mark.parametrize(
    "returned",
    [
        {"name": "n", "mdae": "typo"},
        {"name": "n", "made": 5},
        {"name": "n", "map": [{"a": "x"}]},
        {"name": "n", "list": "text"},
        {"name": "n", "same": "y"},
        None,
        "text",
    ],
)
async def test_a_state_that_cannot_be_used_gives_way_to_the_last_checkpoint(
    thing: Thing, servicer: Servicer, returned: object
) -> None:
    thing.act = checkpointing(GOOD, then=returned)
    state, said = await apply(servicer, None, PLANNED)
    assert state == WHOLE
    assert said == ["Bug in the provider: the state returned for it_thing failed"]


async def test_without_a_checkpoint_the_plan_is_what_is_known(thing: Thing, servicer: Servicer) -> None:
    thing.act = checkpointing(then={"nmae": "n"})
    state, _ = await apply(servicer, None, {**PLANNED, "same": None})
    assert state == {**PLANNED, "same": None}


async def test_a_checkpoint_that_cannot_be_used_gives_way_to_the_one_before(
    thing: Thing, servicer: Servicer
) -> None:
    thing.act = checkpointing(GOOD, {"nmae": "n"}, then=ProviderError("No", ""))
    assert await apply(servicer, None, PLANNED) == (WHOLE, ["No"])


async def test_a_creation_that_made_nothing_leaves_nothing(thing: Thing, servicer: Servicer) -> None:
    thing.act = checkpointing(then=ProviderError("No", ""))
    assert await apply(servicer, None, PLANNED) == (None, ["No"])


@pytest.mark.parametrize("planned", [PLANNED, None])
@pytest.mark.parametrize("error", [ProviderError("No", ""), KeyError("x")])
async def test_an_update_or_destruction_that_did_nothing_leaves_the_state(
    thing: Thing, servicer: Servicer, planned: Values | None, error: Exception
) -> None:
    thing.act = checkpointing(then=error)
    state, said = await apply(servicer, WHOLE, planned)
    assert state == WHOLE
    assert len(said) == 1


async def test_a_bug_is_placed_in_the_providers_code_not_in_pythons(thing: Thing, servicer: Servicer) -> None:
    thing.act = lambda _: json.loads("no JSON")
    request = message("ReadResource.Request")(type_name="it_thing", current_state=dump(ROOT, WHOLE))
    reply = message("ReadResource.Response")()
    await servicer.answer("ReadResource", request, reply)
    [found] = reply.diagnostics
    assert found.detail.startswith("JSONDecodeError at provider/protocol/test_saving.py:")


async def test_private_state_that_is_no_json_loses_nothing_else(thing: Thing, servicer: Servicer) -> None:
    def act(request: Any) -> Any:
        request.private["when"] = object()
        return {**GOOD, "same": "x"}

    thing.act = act
    state, said = await apply(servicer, None, PLANNED)
    assert state == {**WHOLE, "same": "x"}
    assert said == ["Bug in the provider: ApplyResourceChange failed"]


async def test_a_step_that_goes_to_completion_is_whole_when_it_is_interrupted(
    thing: Thing, servicer: Servicer
) -> None:
    begun = asyncio.Event()

    async def make(request: Any) -> Any:
        async def step() -> None:
            begun.set()
            await asyncio.sleep(0.05)
            request.checkpoint(GOOD)

        await to_completion(step())
        await asyncio.sleep(60)

    thing.act = make
    applied = asyncio.ensure_future(apply(servicer, None, PLANNED))
    await begun.wait()
    servicer.operations.interrupt()
    assert await applied == (WHOLE, ["Interrupted"])


async def test_the_provider_is_closed_only_after_the_last_step_has_ended(thing: Thing) -> None:
    order = []
    begun = asyncio.Event()

    class Closing(It):
        async def close(self) -> None:
            order.append("closed")

    async def step() -> None:
        begun.set()
        await asyncio.sleep(0.05)
        order.append("stepped")

    servicer = Servicer(Closing(thing))
    thing.act = lambda _: to_completion(step())
    applied = asyncio.ensure_future(apply(servicer, None, PLANNED))
    await begun.wait()
    await servicer.close()
    await applied
    assert order == ["stepped", "closed"]


async def test_a_step_that_fails_on_the_way_fails_as_itself() -> None:
    async def step() -> None:
        raise ValueError("itself")

    with pytest.raises(ValueError, match="itself"):
        await to_completion(step())


async def test_a_step_returns_its_result() -> None:
    async def step() -> str:
        return "result"

    assert await to_completion(step()) == "result"
