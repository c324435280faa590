"""Alias filters: through which of them the names of a request reach an index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.access.engine.resolution import is_wildcard, matcher

if TYPE_CHECKING:
    from esremote.access.landscape.inventory import Inventory


@dataclass(frozen=True, slots=True)
class AliasFilters:
    """The filters that apply to an index; none if any way to it is without a filter.

    Args:
        aliases: the aliases that have these filters.
        queries: the filters; a document must match any of them.
    """

    aliases: tuple[str, ...] = ()
    queries: frozenset[str] = frozenset()


def alias_filters(index: str, names: tuple[str, ...], inventory: Inventory) -> AliasFilters:
    """Give the filters of the aliases through which the names of a request reach an index.

    A wildcard that the request does not expand reaches nothing, and yet it lifts a filter.
    """
    ways = [known for name in names for known in _meant(name, inventory) if index in inventory[known].indices]
    if any(index not in inventory[name].filters for name in ways):
        return AliasFilters()
    return AliasFilters(tuple(ways), frozenset(inventory[name].filters[index] for name in ways))


def _meant(name: str, inventory: Inventory) -> list[str]:
    if is_wildcard(name):
        return list(filter(matcher(name), inventory))
    return [name] if name in inventory else []
