"""The path of a value in a configuration: `clusters["dublin"].endpoints[0]`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Key:
    """A step into a collection: the key of a map, or the index of a list."""

    value: str | int


Step = str | Key


@dataclass(frozen=True, slots=True)
class Path:
    """The steps from the root of a configuration to a value.

    `/` steps to an attribute, `[]` to an element of a map or a list. Elements of sets have no address, so a
    path ends at the set.

    Example:
        >>> print(Path() / "clusters" / "dublin")
        clusters.dublin
        >>> print((Path() / "clusters")["dublin"] / "endpoints")
        clusters["dublin"].endpoints
    """

    steps: tuple[Step, ...] = ()

    def __truediv__(self, attribute: str) -> Path:
        return Path((*self.steps, attribute))

    def __getitem__(self, key: str | int) -> Path:
        return Path((*self.steps, Key(key)))

    def __add__(self, relative: Path) -> Path:
        return Path(self.steps + relative.steps)

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __bool__(self) -> bool:
        return bool(self.steps)

    def __str__(self) -> str:
        text = "".join(f"[{json.dumps(s.value)}]" if isinstance(s, Key) else f".{s}" for s in self.steps)
        return text.removeprefix(".")


def at(*attributes: str) -> Path:
    """Return the path of an attribute: `at("cross_cluster_api_key", "name")`."""
    return Path(attributes)
