"""What exists on a cluster under a name: an index, an alias, a data stream."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Index:
    """A concrete index. Wildcards skip `hidden` indices unless the request expands to them."""

    name: str
    closed: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class AliasTarget:
    """One index behind an alias, with the alias's filter on it (a query in JSON)."""

    index: str
    filter: str | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name for indices or data streams."""

    name: str
    indices: tuple[AliasTarget, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class DataStream:
    """A data stream and its backing indices, in the order of their generations.

    Args:
        name: the name.
        backing_indices: its backing indices.
        hidden: whether wildcards skip it.
        failure_indices: the backing indices of its failure store, which `name::failures` reads.
    """

    name: str
    backing_indices: tuple[str, ...]
    hidden: bool = False
    failure_indices: tuple[str, ...] = ()
