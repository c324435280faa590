"""What one party grants for some actions: sets of names, each with the documents and fields that can be seen.

Grants may overlap. Where grants that bound documents or fields do, the server shows what any of them shows,
documents and fields independently of each other; a further grant on the names in common says so. Hence of all
grants that cover a name, one shows all that the party lets be seen of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar

from esremote.access.decision.filters import grants_every_field
from esremote.access.pattern_sets import covers, meet, simplified
from esremote.model.patterns import TooComplexError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from esremote.access.decision.decisions import Step
    from esremote.access.landscape.roles import FieldSecurity
    from esremote.access.permissions.permissions import Group, Permission

_Alternative = TypeVar("_Alternative")

_MOST_OVERLAPS = 1000
"""Overlaps of one party's bounded entries; their number can double with each entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What one party grants on a set of names.

    Args:
        names: patterns.
        restricted: whether they cover restricted indices such as `.security-7` as well.
        queries: queries of which any is enough; empty means every document.
        fields: rules of which any is enough; empty means every field.
        cluster: where the groups are written.
        groups: the merged entries that grant it.
        steps: where it comes from; empty means from the groups.
        missing: what would have to be known to say how much of this it really is; empty if it is known.
    """

    names: tuple[str, ...]
    restricted: bool = False
    queries: frozenset[str] = frozenset()
    fields: frozenset[FieldSecurity] = frozenset()
    cluster: str = ""
    groups: tuple[Group, ...] = ()
    steps: tuple[Step, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def bounded(self) -> bool:
        """Whether documents or fields are hidden."""
        return bool(self.queries or self.fields)

    def shows_as_much_as(self, other: Self) -> bool:
        """Say whether every document and field that the other shows of a name is shown here."""
        return _as_wide(self.queries, other.queries) and _as_wide(self.fields, other.fields)

    def overlap(self, other: Self) -> Self | None:
        """Give what both show together of the names that they have in common, None if they have none."""
        names = meet(self.names, other.names)
        if not names:
            return None
        rules = _either(self.fields, other.fields)
        return type(self)(
            names=names,
            restricted=self.restricted and other.restricted,
            queries=_either(self.queries, other.queries),
            fields=frozenset() if rules and grants_every_field(rules) else rules,
            cluster=self.cluster,
            groups=tuple(dict.fromkeys((*self.groups, *other.groups))),
        )

    def covers(self, other: Self) -> bool:
        """Say whether all that the other grants is granted here."""
        return (
            (self.restricted or not other.restricted)
            and self.shows_as_much_as(other)
            and covers(self.names, other.names)
        )


def _as_wide(alternatives: frozenset[_Alternative], others: frozenset[_Alternative]) -> bool:
    return not alternatives or (bool(others) and others <= alternatives)


def _either(
    alternatives: frozenset[_Alternative], others: frozenset[_Alternative]
) -> frozenset[_Alternative]:
    return alternatives | others if alternatives and others else frozenset()


def grants_of(permission: Permission, actions: Sequence[str]) -> tuple[Grant, ...]:
    """Give what a party grants for a request.

    Args:
        permission: what the party allows.
        actions: what must be allowed on a name; the first is what shows documents and fields.

    Raises:
        TooComplexError: too many entries that bound documents or fields overlap.
    """
    first, *others = actions
    grants = [_grant(permission, group) for group in permission.allowing(first)]
    for action in others:
        grants = _also_allowing(grants, permission, action)
    if any(grant.bounded for grant in grants):
        return _complete(grants)
    return tuple(grants)


def _grant(permission: Permission, group: Group) -> Grant:
    return Grant(
        names=simplified(group.patterns),
        restricted=group.allow_restricted_indices,
        queries=group.queries,
        fields=group.fields,
        cluster=permission.party.cluster,
        groups=(group,),
    )


def _also_allowing(grants: list[Grant], permission: Permission, action: str) -> list[Grant]:
    """Keep of grants what another action is allowed on, by whichever group."""
    allowing = permission.allowing(action)
    if all(group in allowing for grant in grants for group in grant.groups):
        return grants
    kept: list[Grant] = []
    for grant in grants:
        if any(group in allowing for group in grant.groups):
            kept.append(grant)
        else:
            kept += (both for group in allowing if (both := _narrowed(grant, group)))
    return kept


def _narrowed(grant: Grant, group: Group) -> Grant | None:
    """Bound a grant to the names of a group, which adds nothing to what can be seen of them."""
    names = meet(grant.names, group.patterns)
    if not names:
        return None
    return Grant(
        names=names,
        restricted=grant.restricted and group.allow_restricted_indices,
        queries=grant.queries,
        fields=grant.fields,
        cluster=grant.cluster,
        groups=(*grant.groups, group),
    )


def _complete(grants: Sequence[Grant]) -> tuple[Grant, ...]:
    """Add what grants show together where they overlap; drop what another grant covers."""
    bounded: list[Grant] = []
    overlaps: list[Grant] = []
    for grant in grants:
        if grant.bounded:
            new = [both for other in (*bounded, *overlaps) if (both := _wider_overlap(grant, other))]
            bounded.append(grant)
            overlaps += dict.fromkeys(new)
        if len(overlaps) > _MOST_OVERLAPS:
            patterns = " ".join(dict.fromkeys(name for each in grants for name in each.names))
            raise TooComplexError(patterns, "too many entries that bound documents or fields overlap")
    kept = [*grants, *overlaps]
    for grant in (*bounded, *overlaps):
        if any(other is not grant and other.covers(grant) for other in kept):
            kept = [other for other in kept if other is not grant]
    return tuple(kept)


def _wider_overlap(grant: Grant, other: Grant) -> Grant | None:
    """Give the overlap of two grants if it shows more than each of them does alone."""
    if grant.shows_as_much_as(other) or other.shows_as_much_as(grant):
        return None
    return grant.overlap(other)
