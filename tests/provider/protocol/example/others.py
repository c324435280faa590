"""A data source, an ephemeral resource, functions, and a second resource to move from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from esremote.provider.protocol import (
    Attribute,
    CloseRequest,
    CreateRequest,
    DataSource,
    DeleteRequest,
    Dynamic,
    EphemeralResource,
    Function,
    FunctionError,
    Number,
    Opened,
    OpenRequest,
    Parameter,
    ProviderError,
    ReadDataRequest,
    ReadRequest,
    RenewRequest,
    Resource,
    Schema,
    String,
    UpdateRequest,
    Values,
    at,
)

if TYPE_CHECKING:
    from tests.provider.protocol.example.store import Store


class NoteData(DataSource):
    """A note that is looked up."""

    type_name = "example_note"
    schema = Schema(
        {
            "name": Attribute(String, "Name of the note.", required=True),
            "otherwise": Attribute(String, "The text of a note that is not there.", default="(none)"),
            "text": Attribute(String, "What it says.", computed=True),
        },
        "Looks up a note.",
    )

    def __init__(self, store: Store) -> None:
        self._store = store

    async def read(self, request: ReadDataRequest) -> Values:
        found = self._store.load(request.config["name"])
        if found is None and request.config["otherwise"] == "fail":
            raise ProviderError("No such note", f"There is no {request.config['name']}.", at("name"))
        return {**request.config, "text": found["text"] if found else request.config["otherwise"]}


class Memo(Resource):
    """A memo: what a note was called once, and the shortest resource there is."""

    type_name = "example_memo"
    schema = Schema(
        {
            "id": Attribute(String, computed=True, use_state_for_unknown=True),
            "content": Attribute(String, required=True),
            "any": Attribute(Dynamic, "A value of any type.", optional=True),
            "size": Attribute(Number, "Of any value.", optional=True),
        }
    )

    async def create(self, request: CreateRequest) -> Values:
        return {**request.planned, "id": "memo"}

    async def read(self, request: ReadRequest) -> Values:
        return request.state

    async def update(self, request: UpdateRequest) -> Values:
        return request.planned

    async def delete(self, request: DeleteRequest) -> None:
        """Nothing is there."""


class Ticket(EphemeralResource):
    """A secret for one run."""

    type_name = "example_ticket"
    schema = Schema(
        {
            "holder": Attribute(String, "For whom.", required=True),
            "ticket": Attribute(String, "The secret.", computed=True, sensitive=True),
        }
    )

    def __init__(self, store: Store) -> None:
        self._store = store

    async def open(self, request: OpenRequest) -> Opened:
        holder = request.config["holder"]
        request.private["holder"] = holder
        self._store.note(f"opened for {holder}")
        soon = datetime.now(UTC) + timedelta(seconds=1) if holder == "impatient" else None
        return Opened({"holder": holder, "ticket": f"ticket of {holder}"}, renew_at=soon)

    async def renew(self, request: RenewRequest) -> datetime | None:
        self._store.note(f"renewed for {request.private['holder']}")

    async def close(self, request: CloseRequest) -> None:
        self._store.note(f"closed for {request.private['holder']}")


async def _shout(text: str) -> str:
    if text == "quiet":
        raise FunctionError("it cannot be shouted", 0)
    return text.upper() + "!"


async def _longest(minimum: float, *texts: str) -> str:
    return max((text for text in texts if len(text) >= minimum), key=len, default="")


FUNCTIONS = (
    Function(
        "shout",
        _shout,
        String,
        (Parameter("text", String, "What to shout."),),
        summary="Shouts.",
        description="Makes a text loud.",
    ),
    Function(
        "longest",
        _longest,
        String,
        (Parameter("minimum", Number, "Shorter ones do not count."),),
        variadic=Parameter("texts", String, "Texts."),
        summary="Finds the longest text.",
    ),
)
