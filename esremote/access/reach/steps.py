"""The entries that access comes from, as steps of a trace."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from esremote.access.decision.decisions import Step, Verdict
from esremote.access.reach.abilities import Ability

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from esremote.access.permissions.permissions import Entry, Group
    from esremote.access.reach.grants import Grant

_KEY_ACCESS = {Ability.SEARCH: "access.search", Ability.REPLICATE: "access.replication"}


def steps_of(grants: Iterable[Grant], ability: Ability) -> tuple[Step, ...]:
    """Give a step for each group of entries that grants an ability, in the order of the parties."""
    return tuple(step for grant in grants for step in grant.steps or _steps(grant, ability))


def with_steps(grant: Grant, ability: Ability) -> Grant:
    """Write the steps of a grant once, for one that many rows share."""
    return replace(grant, steps=tuple(_steps(grant, ability)))


def _steps(grant: Grant, ability: Ability) -> Iterator[Step]:
    for group in grant.groups:
        entry = _deciding(group, ability)
        yield Step(Verdict.PERMITS, grant.cluster, entry.owner, _detail(group, entry), entry.source)


def _deciding(group: Group, ability: Ability) -> Entry:
    """Give the entry to point at: of a key, one of the access that the ability needs."""
    first = group.entries[0]
    if not first.of_key:
        return first
    return next((entry for entry in group.entries if entry.part == _KEY_ACCESS.get(ability)), first)


def _detail(group: Group, entry: Entry) -> str:
    names = f"{entry.part} names {', '.join(group.patterns)}"
    return names if entry.of_key else f"{names}, privileges {', '.join(sorted(group.privileges))}"
