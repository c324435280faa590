"""What exists on a cluster, looked up by name as the server does."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from esremote.access.landscape.indices import Alias, DataStream, Index


class Sort(Enum):
    """What a name stands for."""

    INDEX = auto()
    ALIAS = auto()
    DATA_STREAM = auto()
    FAILURE_STORE = auto()


@dataclass(frozen=True, slots=True)
class Abstraction:
    """One name and what it leads to.

    Args:
        name: the name.
        sort: what it stands for.
        indices: the concrete indices behind it; an index is behind itself.
        hidden: whether wildcards skip it.
        closed: whether it is a closed index.
        stream: the data stream that it is a backing index of.
        filters: an alias's filter on each index that has one.
    """

    name: str
    sort: Sort
    indices: tuple[str, ...]
    hidden: bool = False
    closed: bool = False
    stream: str | None = None
    filters: Mapping[str, str] = field(default_factory=dict)


Inventory = dict[str, Abstraction]
"""Everything that exists, by name."""


def take_inventory(
    indices: Iterable[Index], aliases: Iterable[Alias], data_streams: Iterable[DataStream]
) -> Inventory:
    """List everything that exists on a cluster by name, including the backing indices of data streams.

    The failure store of a data stream, and of an alias for data streams, is listed as `name::failures`.
    """
    found = {
        index.name: Abstraction(
            index.name, Sort.INDEX, (index.name,), hidden=index.hidden, closed=index.closed
        )
        for index in indices
    }
    for stream in data_streams:
        for backing in stream.backing_indices:
            listed = found.get(backing)
            found[backing] = Abstraction(
                backing,
                Sort.INDEX,
                (backing,),
                hidden=True if listed is None else listed.hidden,
                closed=listed is not None and listed.closed,
                stream=stream.name,
            )
        found[stream.name] = Abstraction(
            stream.name, Sort.DATA_STREAM, stream.backing_indices, hidden=stream.hidden
        )
        found |= {
            index: Abstraction(index, Sort.INDEX, (index,), hidden=True) for index in stream.failure_indices
        }
        found[f"{stream.name}::failures"] = Abstraction(
            f"{stream.name}::failures", Sort.FAILURE_STORE, stream.failure_indices, hidden=stream.hidden
        )
    for alias in aliases:
        stores = [store for target in alias.indices if (store := found.get(f"{target.index}::failures"))]
        if stores:
            # Only by its own name: wildcards find the failure stores of streams, not of aliases.
            name = f"{alias.name}::failures"
            indices_of_stores = tuple(index for store in stores for index in store.indices)
            found[name] = Abstraction(name, Sort.ALIAS, indices_of_stores, hidden=alias.hidden)
        targets = [
            (index, target.filter) for target in alias.indices for index in found[target.index].indices
        ]
        found[alias.name] = Abstraction(
            alias.name,
            Sort.ALIAS,
            tuple(index for index, _ in targets),
            hidden=alias.hidden,
            filters={index: query for index, query in targets if query is not None},
        )
    return found
