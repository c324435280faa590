"""Whether an action is allowed on names, and what can then be seen of the indices behind them.

Documents and fields are combined independently of each other, across all names in the request: an index that
is reached by its own name and by an alias shows what either of them grants.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.access.decision.filters import Documents, Fields, grants_every_field
from esremote.access.landscape.inventory import Sort

if TYPE_CHECKING:
    from collections.abc import Iterable

    from esremote.access.landscape.inventory import Inventory
    from esremote.access.permissions.permissions import Group, Permission, Rights


@dataclass(frozen=True, slots=True)
class Denied:
    """Names on which the action is denied."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What can be seen of an index."""

    fields: Fields
    documents: Documents


def authorize(
    action: str, names: Iterable[str], rights: Rights, inventory: Inventory, *, spread: bool = False
) -> Denied | dict[str, Seen]:
    """Authorize an action on names.

    Args:
        action: the action.
        names: the names, with wildcards replaced.
        rights: what the user may do.
        inventory: what exists.
        spread: whether the shards may be on several nodes.

    Returns:
        the names that are denied, or what can be seen of each existing index behind the names.
    """
    asked = tuple(names)
    denied = tuple(name for name in asked if not rights.allow(action, name, _stream(name, inventory)))
    if denied:
        return Denied(denied)
    reached: dict[str, list[str]] = {}
    for name in asked:
        if name in inventory:
            for index in inventory[name].indices:
                reached.setdefault(index, []).append(name)
                if spread and inventory[name].sort is Sort.DATA_STREAM:
                    reached[index].append(index)
    return {
        index: _seen([_groups(permission, action, by, inventory) for permission in rights.permissions])
        for index, by in sorted(reached.items())
    }


def _stream(name: str, inventory: Inventory) -> str | None:
    known = inventory.get(name)
    return known.stream if known else None


def _groups(permission: Permission, action: str, names: list[str], inventory: Inventory) -> tuple[Group, ...]:
    """Give the groups of a permission that allow the action on any of the names that lead to an index."""
    return tuple(
        group for name in names for group in permission.for_name(action, name, _stream(name, inventory))
    )


def _seen(groups_by_permission: list[tuple[Group, ...]]) -> Seen:
    fields = frozenset(
        rules
        for groups in groups_by_permission
        if all(group.fields for group in groups)
        and not grants_every_field(rules := frozenset(rule for group in groups for rule in group.fields))
    )
    documents = frozenset(
        frozenset(query for group in groups for query in group.queries)
        for groups in groups_by_permission
        if all(group.queries for group in groups)
    )
    return Seen(Fields(fields), Documents(documents))
