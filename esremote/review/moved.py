"""Aliases that lead to another place after a change: the same name, perhaps another cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.review.report import MovedAlias
from esremote.sources.resource_types.declared import DeclaredConnection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from esremote.access.reach.out_of_view import AliasId
    from esremote.sources.snapshot import Snapshot


def moved_aliases(before: Snapshot, after: Snapshot) -> tuple[MovedAlias, ...]:
    """List the aliases of both sides that may lead to another cluster, or with another key, than before."""
    return tuple(_moved(_connections(before), _connections(after)))


def _connections(side: Snapshot) -> Mapping[AliasId, DeclaredConnection]:
    return {
        (value.local_cluster, value.connection.alias): value
        for value in side.declared
        if isinstance(value, DeclaredConnection)
    }


def _moved(
    before: Mapping[AliasId, DeclaredConnection], after: Mapping[AliasId, DeclaredConnection]
) -> Iterator[MovedAlias]:
    for name, new in after.items():
        old = before.get(name)
        if old is not None and _leads_elsewhere(old, new):
            yield MovedAlias(*name, _place(old, new), _place(new, old))


def _leads_elsewhere(old: DeclaredConnection, new: DeclaredConnection) -> bool:
    """Compare clusters by name, and addresses unless the security model changes, which needs another port."""
    if old.connection.remote_cluster != new.connection.remote_cluster:
        return True
    if old.connection.security_model is not new.connection.security_model:
        return False
    return new.target.leads_elsewhere(old.target)


def _place(one: DeclaredConnection, other: DeclaredConnection) -> str:
    """Name what differs between two ends of an alias."""
    if one.connection.remote_cluster != other.connection.remote_cluster:
        return one.connection.remote_cluster
    if str(one.target) != str(other.target):
        return str(one.target)
    if one.target.mode != other.target.mode:
        return f"{one.target} in {one.target.mode} mode"
    return f"credentials version {one.target.credentials or 'none'}"
