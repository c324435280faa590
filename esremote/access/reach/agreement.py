"""What several parties agree on: each of them must grant a name, and each of them bounds what can be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.access.decision.filters import Documents, Fields
from esremote.access.pattern_sets import meet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from esremote.access.reach.grants import Grant

_ALL_DOCUMENTS = Documents()
_ALL_FIELDS = Fields()


@dataclass(frozen=True, slots=True)
class Agreement:
    """Names that every party grants.

    Args:
        names: patterns.
        grants: one grant of each party.
    """

    names: tuple[str, ...]
    grants: tuple[Grant, ...]

    @property
    def restricted(self) -> bool:
        """Whether the names cover restricted indices as well."""
        return all(grant.restricted for grant in self.grants)

    @property
    def documents(self) -> Documents:
        """The documents that can be seen."""
        layers = [grant.queries for grant in self.grants if grant.queries]
        return Documents(frozenset(layers)) if layers else _ALL_DOCUMENTS

    @property
    def fields(self) -> Fields:
        """The fields that can be seen."""
        layers = [grant.fields for grant in self.grants if grant.fields]
        return Fields(frozenset(layers)) if layers else _ALL_FIELDS

    @property
    def missing(self) -> tuple[str, ...]:
        """What would have to be known; with anything missing, this is the widest that it can be."""
        return tuple(dict.fromkeys(text for grant in self.grants for text in grant.missing))

    def shows_as_much_as(self, other: Agreement) -> bool:
        """Say whether, party by party, every document and field that the other shows is shown here."""
        pairs = zip(self.grants, other.grants, strict=True)
        return all(grant.shows_as_much_as(narrow) for grant, narrow in pairs)


def agreements(parties: Sequence[Sequence[Grant]]) -> tuple[Agreement, ...]:
    """Give everything that all parties grant; the order of the parties is kept."""
    first, *others = parties
    found = [Agreement(grant.names, (grant,)) for grant in first]
    for grants in others:
        found = [
            Agreement(names, (*agreed.grants, grant))
            for agreed in found
            for grant in grants
            if (names := meet(agreed.names, grant.names))
        ]
    return tuple(found)
