"""A party that denies a request: what it lacks, and how to fix that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.decision.decisions import Step, Verdict
from esremote.access.engine.entry_text import entry_text, listed
from esremote.access.permissions.permissions import FAILURES
from esremote.model.roles.privileges import grants
from esremote.model.source import NOWHERE, Source

if TYPE_CHECKING:
    from esremote.access.permissions.permissions import Entry, Permission
    from esremote.model.releases.versions import Version

_SUGGESTED = ("read", "read_cross_cluster", "view_index_metadata", "cross_cluster_replication", "monitor")


def denial(permission: Permission, action: str, names: list[str]) -> Step:
    """Explain that a party does not allow an action on names or, without names, on anything."""
    if stores := [name for name in names if name.endswith(FAILURES)]:
        return _denied_failures(permission, action, stores)
    lacking = _entries_without_the_privilege(permission, action, names)
    restricted = [name for name in names if name in permission.restricted]
    if lacking:
        detail = f"{entry_text(lacking[0])} does not allow {action}"
    elif restricted and any(
        name in group.names for name in restricted for group in permission.allowing(action)
    ):
        detail = f"{listed(restricted)} is restricted, and no entry has allow_restricted_indices"
    else:
        offered = sorted({name for group in permission.allowing(action) for name in group.names.patterns})
        covered = f"covers {listed(names)}: " if names else "anywhere: "
        detail = f"nothing {covered}{action} is allowed on {listed(offered) if offered else 'no names'}"
    return Step(
        Verdict.DENIES,
        permission.party.cluster,
        permission.party.what,
        detail,
        _written_at(permission),
        remedy=_remedy(permission, action, names, lacking),
    )


def _denied_failures(permission: Permission, action: str, names: list[str]) -> Step:
    """Explain that a party does not allow an action on failure stores, which `read` does not reach."""
    party = permission.party
    streams = ", ".join(name.removesuffix(FAILURES) for name in names)
    if party.is_key:
        detail = f"a cross-cluster API key never reaches failure stores: {listed(names)}"
        return Step(Verdict.DENIES, party.cluster, party.what, detail, _written_at(permission))
    # Elasticsearch refuses the privilege in remote_indices.
    over_key = any(entry.part == "remote_indices" for group in permission.groups for entry in group.entries)
    remedy = f"give {party.what} an entry with names [{streams}] and privileges [read_failure_store]"
    return Step(
        Verdict.DENIES,
        party.cluster,
        party.what,
        f"{action} is not allowed on {listed(names)}: failure stores need the privilege read_failure_store",
        _written_at(permission),
        remedy=None if over_key else remedy,
    )


def proxy_denial(permission: Permission, action: str) -> Step:
    """Explain that a party does not allow the action that forwards another action to a shard."""
    privilege = _privilege_for(action, permission.version)
    return Step(
        Verdict.DENIES,
        permission.party.cluster,
        permission.party.what,
        f"{action} is allowed on nothing; the shards are asked directly",
        _written_at(permission),
        remedy=f"add the privilege {privilege} to an entry of {permission.party.what}",
    )


def _written_at(permission: Permission) -> Source:
    """Give the place where a party is written, or else its first entry."""
    first = next((entry.source for group in permission.groups for entry in group.entries), NOWHERE)
    return first if permission.party.source == NOWHERE else permission.party.source


def _entries_without_the_privilege(permission: Permission, action: str, names: list[str]) -> list[Entry]:
    allowing = permission.allowing(action)
    return [
        entry
        for group in permission.groups
        if group not in allowing and any(permission.covers(group, name) for name in names)
        for entry in group.entries
    ]


def _remedy(permission: Permission, action: str, names: list[str], lacking: list[Entry]) -> str:
    what = permission.party.what
    privilege = _privilege_for(action, permission.version)
    if permission.party.is_key:
        kind = "replication" if privilege == "cross_cluster_replication" else "search"
        return f"add {', '.join(names) or 'names'} to access.{kind} of {what}"
    if lacking:
        return f"add the privilege {privilege} to {lacking[0].place} of {lacking[0].owner}"
    return f"give {what} an entry with names [{', '.join(names) or '...'}] and privileges [{privilege}]"


def _privilege_for(action: str, version: Version) -> str:
    return next((name for name in _SUGGESTED if grants(frozenset({name}), action, version)), "all")
