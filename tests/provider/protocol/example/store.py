"""The service that the provider manages: files in a folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from esremote.provider.protocol import ProviderError, at

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Store:
    """A folder of JSON files."""

    folder: Path | None = None

    def save(self, name: str, content: dict[str, Any]) -> None:
        self._file(name).write_text(json.dumps(content))

    def load(self, name: str) -> dict[str, Any] | None:
        file = self._file(name)
        return json.loads(file.read_text()) if file.exists() else None

    def remove(self, name: str) -> None:
        self._file(name).unlink(missing_ok=True)

    def note(self, line: str) -> None:
        with (self._existing() / "journal").open("a") as journal:
            journal.write(line + "\n")

    def _file(self, name: str) -> Path:
        return self._existing() / f"{name}.json"

    def _existing(self) -> Path:
        if self.folder is None:
            raise ProviderError("No folder", "The provider's folder is not known yet.", at("folder"))
        return self.folder
