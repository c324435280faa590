"""The entries of one list attribute of a role, such as `remote_indices`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass
class _Entry:
    members: Mapping[str, object]
    clusters: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)


class RoleEntries:
    """Entries in the order of the program. Entries that differ only in `clusters` become one entry.

    Elasticsearch merges such entries too, so the role stays the same, and the plan is shorter.
    """

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}

    def add(self, members: Mapping[str, object], source: str, *, clusters: Iterable[str] = ()) -> None:
        """Add an entry with these members and `clusters`, which `source` of the user's program defines."""
        entry = self._entries.setdefault(json.dumps(members, sort_keys=True), _Entry(members))
        entry.clusters.update(clusters)
        entry.sources.add(source)

    def take(self, other: RoleEntries) -> None:
        """Add all entries of `other`."""
        for entry in other._entries.values():
            for source in entry.sources:
                self.add(entry.members, source, clusters=entry.clusters)

    def attribute(self) -> list[dict[str, object]] | None:
        """Return the list attribute, or None when it has no entries."""
        return [
            ({"clusters": sorted(entry.clusters)} if entry.clusters else {}) | dict(entry.members)
            for entry in self._entries.values()
        ] or None

    def sources(self) -> list[str]:
        """Return the file and line that define each entry of the attribute."""
        return [", ".join(sorted(entry.sources)) for entry in self._entries.values()]
