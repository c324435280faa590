"""example_note: a resource that uses everything a schema can say."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from esremote.provider.protocol import (
    Attribute,
    CreateRequest,
    DeleteRequest,
    Identity,
    IdentityAttribute,
    ImportRequest,
    List,
    Map,
    MoveRequest,
    Nested,
    Number,
    PlanDestroyRequest,
    PlanRequest,
    ProviderError,
    ReadRequest,
    Resource,
    Schema,
    Set,
    String,
    UpdateRequest,
    UpgradeRequest,
    ValidateRequest,
    Values,
    at,
    same_json,
    to_completion,
)
from esremote.provider.protocol.validators import (
    at_most_one_of,
    between,
    each,
    length,
    matches,
    one_of,
    whole_number,
)

if TYPE_CHECKING:
    from tests.provider.protocol.example.store import Store

LINE = Nested(
    {
        "text": Attribute(String, "What the line says.", required=True, validators=(length(1, 40),)),
        "weight": Attribute(
            Number, "How much it counts.", default=1, validators=(between(0, 10), whole_number)
        ),
        "number": Attribute(Number, "Where it stands.", computed=True, use_state_for_unknown=True),
        "ink": Attribute(String, "Changing it rewrites the note.", optional=True, requires_replace=True),
    }
)
LABEL = Nested(
    {
        "key": Attribute(
            String, "Its name.", required=True, validators=(matches("[a-z]+", "lower case letters"),)
        ),
        "value": Attribute(String, "Its value.", default="yes"),
    }
)
SEAL = Nested(
    {
        "wax": Attribute(String, "Its colour.", optional=True),
        "stamp": Attribute(String, "Its form.", optional=True),
        "print": Attribute(String, "What it leaves.", computed=True),
        "phrase": Attribute(String, "The secret of the seal.", optional=True, write_only=True),
    },
    validators=(at_most_one_of("wax", "stamp"),),
)


class Note(Resource):
    """A note: a file with a text and much beside it."""

    type_name = "example_note"
    identity: ClassVar[Identity] = Identity({"name": IdentityAttribute(String, "Name of the note.")})
    schema = Schema(
        {
            "id": Attribute(String, "Its name.", computed=True, use_state_for_unknown=True),
            "name": Attribute(
                String,
                "Name of the note.",
                required=True,
                requires_replace=True,
                validators=(matches("[a-z]+", "lower case letters"),),
            ),
            "text": Attribute(String, "What it says.", default=""),
            "mood": Attribute(String, "How.", optional=True, validators=(one_of("glad", "sad"),)),
            "revision": Attribute(Number, "How often it was written.", computed=True),
            "about": Attribute(String, "JSON, kept as it is written.", optional=True, equivalent=same_json),
            "tags": Attribute(Set(String), "Tags.", optional=True, validators=(each(length(2)),)),
            "lines": Attribute(List(LINE), "Lines.", optional=True),
            "labels": Attribute(Set(LABEL), "Labels.", optional=True),
            "seals": Attribute(Map(SEAL), "Seals.", optional=True),
            "cover": Attribute(
                Nested(
                    {
                        "title": Attribute(String, "Title.", required=True),
                        "back": Attribute(SEAL, optional=True),
                    }
                ),
                "The cover.",
                optional=True,
            ),
            "password": Attribute(
                String, "Kept in state.", optional=True, sensitive=True, validators=(length(8),)
            ),
            "phrase_wo": Attribute(
                String, "Kept nowhere.", optional=True, write_only=True, validators=(length(8),)
            ),
            "phrase_wo_version": Attribute(Number, "Changes with it.", optional=True),
            "trouble": Attribute(String, "What goes wrong, for the tests.", optional=True),
        },
        "A note in the provider's folder.",
        version=2,
    )

    def __init__(self, store: Store) -> None:
        self._store = store

    async def validate(self, request: ValidateRequest) -> None:
        if request.config["text"] == request.config["name"]:
            request.diagnostics.error("Dull note", "The text repeats the name.", at("text"))
        if request.config["mood"] == "sad":
            request.diagnostics.warning("Sad note", "Cheer up.", at("mood"))

    async def plan(self, request: PlanRequest) -> Values:
        if request.prior and request.prior["text"] == "forever" != request.planned["text"]:
            request.require_replace(at("text"))
        return request.planned

    async def plan_destroy(self, request: PlanDestroyRequest) -> None:
        if request.prior["mood"] == "glad":
            request.diagnostics.warning("Glad note", "It will be missed.", at("mood"))

    async def create(self, request: CreateRequest) -> Values:
        state = self._written(request, 1)
        trouble = request.planned["trouble"]

        async def save() -> None:
            self._store.save(state["name"], state)
            request.checkpoint(state)

        if trouble == "fail before":
            raise ProviderError("No ink", "The pen is dry.", at("name"))
        if trouble == "slow":
            await to_completion(save())
            self._store.note("waiting")
            await asyncio.sleep(60)
        await save()
        self._misbehave(trouble, state)
        return {**state, "nmae": ""} if trouble == "typo" else state

    async def read(self, request: ReadRequest) -> Values | None:
        found = self._store.load(request.state["id"] or request.state["name"])
        if found is None:
            return None
        request.private["reads"] = request.private.get("reads", 0) + 1
        return {**found, "about": _respelled(found["about"]), "tags": found["tags"] and found["tags"][::-1]}

    async def update(self, request: UpdateRequest) -> Values:
        state = self._written(request, request.prior["revision"] + 1)
        self._store.save(state["name"], state)
        request.checkpoint({**request.prior, "text": state["text"]})
        self._misbehave(request.planned["trouble"], state)
        return state

    async def delete(self, request: DeleteRequest) -> None:
        if request.prior["trouble"] == "stuck" and self._store.load("unstuck") is None:
            raise ProviderError("Stuck", "It cannot be removed.")
        self._store.remove(request.prior["name"])

    async def import_state(self, request: ImportRequest) -> Values:
        name = request.id or (request.identity or {}).get("name")
        if self._store.load(name) is None:
            raise ProviderError("No such note", f"There is no note named {name}.")
        return {"id": name, "name": name}

    async def upgrade(self, request: UpgradeRequest) -> Values:
        if request.version == 0:
            raise ProviderError("Too old", "Version 0 was never released.")
        state = {name: value for name, value in request.state.items() if name != "body"}
        return {**state, "text": request.state["body"], "revision": 1}

    async def move(self, request: MoveRequest) -> Values:
        if request.source_type != "example_memo":
            return await super().move(request)
        content = request.source_state["content"]
        state = {
            "id": request.source_state["id"],
            "name": request.source_state["id"],
            "text": content,
            "revision": 1,
        }
        self._store.save(state["name"], {**dict.fromkeys(self.schema.attributes), **state})
        return state

    def _written(self, request: CreateRequest | UpdateRequest, revision: int) -> Values:
        """Fill in what is computed; of what is write-only, keep the length."""
        state = {**request.planned, "id": request.planned["name"], "revision": revision}
        state["lines"] = state["lines"] and [
            {**line, "number": index} for index, line in enumerate(state["lines"], 1)
        ]
        for seal, configured in _seals(state, request.config):
            seal["print"] = f"{seal['wax'] or seal['stamp']} {len(configured['phrase'] or '')}"
        if request.config["phrase_wo"]:
            request.private["phrase"] = len(request.config["phrase_wo"])
        return state

    def _misbehave(self, trouble: str | None, state: Values) -> None:
        match trouble:
            case "fail after":
                raise ProviderError("No sand", "The ink is still wet.", at("text"))
            case "bug":
                raise KeyError(state["password"])
            case "many":
                raise ExceptionGroup("", [ProviderError("One", ""), ProviderError("Two", "")])


def _seals(state: Values, config: Values) -> list[tuple[Values, Values]]:
    pairs = [(seal, config["seals"][key]) for key, seal in (state["seals"] or {}).items()]
    if state["cover"] and state["cover"]["back"]:
        pairs.append((state["cover"]["back"], config["cover"]["back"]))
    return pairs


def _respelled(text: str | None) -> str | None:
    """Return JSON as a service would: never spelled as it was sent."""
    return text and text.replace(":", " :  ")
