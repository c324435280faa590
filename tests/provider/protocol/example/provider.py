"""The provider itself."""

from __future__ import annotations

from pathlib import Path

from esremote.provider.protocol import (
    Attribute,
    ConfigureRequest,
    Provider,
    Schema,
    String,
    Unknown,
    ValidateRequest,
    at,
)
from tests.provider.protocol.example.note import Note
from tests.provider.protocol.example.others import FUNCTIONS, Memo, NoteData, Ticket
from tests.provider.protocol.example.store import Store


class Example(Provider):
    """Keeps notes in a folder."""

    address = "example/example"
    schema = Schema(
        {
            "folder": Attribute(String, "Where the notes are kept.", required=True),
            "journal": Attribute(String, "How the journal begins.", default="dear diary"),
        },
        "Notes as code.",
    )
    functions = FUNCTIONS

    def __init__(self) -> None:
        self._store = Store()
        self.resources = (Note(self._store), Memo())
        self.data_sources = (NoteData(self._store),)
        self.ephemeral_resources = (Ticket(self._store),)

    async def validate(self, request: ValidateRequest) -> None:
        if request.config["folder"] == "":
            request.diagnostics.error("No folder", "Name a folder.", at("folder"))

    async def configure(self, request: ConfigureRequest) -> None:
        folder = request.config["folder"]
        if isinstance(folder, Unknown):
            return
        self._store.folder = Path(folder)
        self._store.folder.mkdir(exist_ok=True)
        self._store.note(request.config["journal"])
