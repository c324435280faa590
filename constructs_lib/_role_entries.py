"""The entries of one list attribute of a role, the same ones written once."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass
class _Entry:
    written: Mapping[str, object]
    clusters: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)


class Entries:
    """Entries in the order of the program. Those that differ in `clusters` alone become one.

    Elasticsearch merges such entries as well, so the role means the same and its plan is shorter.
    """

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}

    def add(self, written: Mapping[str, object], source: str, *, clusters: Iterable[str] = ()) -> None:
        """Add an entry, as the attribute writes it, that stands at `source` of the user's program."""
        entry = self._entries.setdefault(json.dumps(written, sort_keys=True), _Entry(written))
        entry.clusters.update(clusters)
        entry.sources.add(source)

    def take(self, other: Entries) -> None:
        """Add all entries of `other`."""
        for entry in other._entries.values():
            for source in entry.sources:
                self.add(entry.written, source, clusters=entry.clusters)

    def attribute(self) -> list[dict[str, object]] | None:
        """Return the list attribute, None when it is empty."""
        return [
            ({"clusters": sorted(entry.clusters)} if entry.clusters else {}) | dict(entry.written)
            for entry in self._entries.values()
        ] or None

    def sources(self) -> list[str]:
        """Return where each entry of the attribute stands in the user's program."""
        return [", ".join(sorted(entry.sources)) for entry in self._entries.values()]
