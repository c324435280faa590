"""A small provider that keeps its things as files in a folder: no service, every feature of the protocol.

Run by the real Terraform in the tests; also the shortest complete example of how a provider is written.
"""

from __future__ import annotations

import json
from pathlib import Path

from esremote.provider.protocol import (
    Attribute,
    ConfigureRequest,
    CreateRequest,
    DeleteRequest,
    Nested,
    Provider,
    ReadRequest,
    Resource,
    Schema,
    Set,
    String,
    UpdateRequest,
    Values,
)


class Note(Resource):
    """A note: a file with a text."""

    type_name = "example_note"
    schema = Schema(
        {
            "id": Attribute(String, "Its name.", computed=True, use_state_for_unknown=True),
            "name": Attribute(String, "Name of the file.", required=True, requires_replace=True),
            "text": Attribute(String, "What it says.", default=""),
            "labels": Attribute(
                Set(Nested({"key": Attribute(String, "Of the label.", required=True)})),
                "Labels.",
                optional=True,
            ),
        },
        "A note in the provider's folder.",
    )

    def __init__(self, provider: Example) -> None:
        self._provider = provider

    def _file(self, name: str) -> Path:
        return self._provider.folder / f"{name}.json"

    async def create(self, request: CreateRequest) -> Values:
        state = {**request.planned, "id": request.planned["name"]}
        self._file(state["name"]).write_text(json.dumps(state))
        return state

    async def read(self, request: ReadRequest) -> Values | None:
        file = self._file(request.state["id"])
        return json.loads(file.read_text()) if file.exists() else None

    async def update(self, request: UpdateRequest) -> Values:
        self._file(request.planned["name"]).write_text(json.dumps(request.planned))
        return request.planned

    async def delete(self, request: DeleteRequest) -> None:
        self._file(request.prior["name"]).unlink(missing_ok=True)


class Example(Provider):
    """The provider."""

    address = "example/example"
    schema = Schema({"folder": Attribute(String, "Where the things are kept.", required=True)})

    def __init__(self) -> None:
        self.folder = Path()
        self.resources = (Note(self),)

    async def configure(self, request: ConfigureRequest) -> None:
        self.folder = Path(request.config["folder"])
        self.folder.mkdir(exist_ok=True)
