"""Rules about grants and the key that bounds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.grants import GrantKind
from constructs_lib.rules._words import named
from esremote.model.findings.rule import Occurrence
from esremote.model.patterns import Relation, compare
from esremote.model.references import is_reference
from esremote.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.connection import Connection


def grant_without_effect(connection: Connection) -> Iterator[Occurrence]:
    """Find names of grants that the key does not allow at all."""
    for grant in connection.grants:
        for name in grant.names_reaching(Relation.OUTSIDE):
            yield Occurrence(
                f"{grant.sentence([name])} has no effect: the cross-cluster API key allows "
                f"{grant.request.kind.value} of {_listed(grant.bounds)}",
                remedy=f"add {name!r} to the key's {grant.request.kind.value}, or remove it from the grant",
                about=f"{grant.role.name}:{name}",
                source=Source.parse(grant.source),
            )


def grant_wider_than_key(connection: Connection) -> Iterator[Occurrence]:
    """Find names of grants of which the key allows only a part."""
    for grant in connection.grants:
        for name in grant.names_reaching(Relation.OVERLAPS):
            reach = grant.reach[name]
            yield Occurrence(
                f"{grant.sentence([name])} is limited by the cross-cluster API key to "
                f"{_listed(reach.common)}: {reach.inside!r} is included, {reach.outside!r} is not",
                about=f"{grant.role.name}:{name}",
                source=Source.parse(grant.source),
            )


def grant_not_applied(connection: Connection) -> Iterator[Occurrence]:
    """Find grants to roles that the program does not manage."""
    for grant in connection.grants:
        for note in grant.notes:
            yield Occurrence(
                f"{grant.sentence()} is not applied: {note}",
                about=grant.role.name,
                source=Source.parse(grant.source),
            )


def no_grant(connection: Connection) -> Iterator[Occurrence]:
    """Find a connection that no grant of the program uses."""
    if not connection.grants:
        yield Occurrence(
            f"{named(connection)} has no grant: only superusers, and roles defined elsewhere, can use it"
        )


def unused_key_privilege(connection: Connection) -> Iterator[Occurrence]:
    """Find names that the key allows and no grant asks for."""
    access = connection.wiring.access
    if access is None or not connection.grants:
        return
    for kind, entries in ((GrantKind.SEARCH, access.search), (GrantKind.REPLICATION, access.replication)):
        asked = [n for grant in connection.grants if grant.request.kind is kind for n in grant.request.names]
        for entry in entries:
            for name in entry.names:
                if any(map(is_reference, (name, *asked))):
                    continue
                if not asked or compare([name], asked).relation is Relation.OUTSIDE:
                    yield Occurrence(
                        f"the key of {named(connection)} allows {kind.value} of {name!r}, which no grant "
                        "asks for",
                        about=f"{kind.value}:{name}",
                    )


def restricted_on_one_side(connection: Connection) -> Iterator[Occurrence]:
    """Find grants of restricted indices that the key does not allow."""
    access = connection.wiring.access
    if access is None or any(entry.allow_restricted_indices for entry in access.search):
        return
    for grant in connection.grants:
        if grant.request.allow_restricted_indices:
            yield Occurrence(
                f"{grant.sentence()} asks for restricted indices, but no entry of the key allows them",
                about=grant.role.name,
                source=Source.parse(grant.source),
            )


def _listed(names: tuple[str, ...] | None) -> str:
    return ", ".join(map(repr, names or ())) or "nothing"
