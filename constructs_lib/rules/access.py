"""Rules about grants and the key that bounds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.findings import Severity
from constructs_lib.grants import GrantKind
from constructs_lib.rules._rule import Problem, rule
from esremote.model.patterns import Relation, compare
from esremote.model.references import is_reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.connection import Connection


@rule("RC030", Severity.WARNING)
def grant_without_effect(connection: Connection) -> Iterator[Problem]:
    """A grant asks for indices that the key does not allow at all."""
    for grant in connection.grants:
        for name in grant.names_reaching(Relation.OUTSIDE):
            yield Problem(
                f"{grant.sentence([name])} has no effect: the cross-cluster API key allows "
                f"{grant.request.kind.value} of {_listed(grant.bounds)}",
                f"add {name!r} to the key's {grant.request.kind.value}, or leave it out of the grant",
                about=f"{grant.role.name}:{name}",
                source=grant.source,
            )


@rule("RC031", Severity.WARNING)
def grant_wider_than_the_key(connection: Connection) -> Iterator[Problem]:
    """A grant asks for more than the key allows, so only a part of it has an effect."""
    for grant in connection.grants:
        for name in grant.names_reaching(Relation.OVERLAPS):
            reach = grant.reach[name]
            yield Problem(
                f"{grant.sentence([name])} is cut down by the cross-cluster API key to "
                f"{_listed(reach.common)}: {reach.inside!r} is in, {reach.outside!r} is not",
                "write what is meant, or widen the key",
                about=f"{grant.role.name}:{name}",
                source=grant.source,
            )


@rule("RC032", Severity.WARNING)
def grant_not_applied(connection: Connection) -> Iterator[Problem]:
    """A grant needs a change of a role that is not ours to change."""
    for grant in connection.grants:
        for note in grant.notes:
            yield Problem(
                f"{grant.sentence()} is not applied: {note}",
                "own the role with Role(cluster, name), or ask its owner to add what grant.explain() shows",
                about=grant.role.name,
                source=grant.source,
            )


@rule("RC033", Severity.NOTE)
def connection_without_grant(connection: Connection) -> Iterator[Problem]:
    """A connection has no grant in this program."""
    if not connection.grants:
        yield Problem(
            f"connection {connection.alias!r} of {connection.local.name!r} has no grant: nobody but "
            "superusers, and roles that are written elsewhere, can use it",
            "call grant_search(), grant_replication() or grant_enrich()",
        )


@rule("RC034", Severity.NOTE)
def unused_key_privilege(connection: Connection) -> Iterator[Problem]:
    """A key allows indices that no grant asks for."""
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
                    yield Problem(
                        f"the key of connection {connection.alias!r} of {connection.local.name!r} allows "
                        f"{kind.value} of {name!r}, which no grant asks for",
                        "take it out of the key, or grant it",
                        about=f"{kind.value}:{name}",
                    )


@rule("RC035", Severity.WARNING)
def restricted_on_one_side(connection: Connection) -> Iterator[Problem]:
    """A grant asks for restricted indices, and the key does not allow them."""
    access = connection.wiring.access
    if access is None or any(entry.allow_restricted_indices for entry in access.search):
        return
    for grant in connection.grants:
        if grant.request.allow_restricted_indices:
            yield Problem(
                f"{grant.sentence()} asks for restricted indices, and no entry of the key allows them",
                "set allow_restricted_indices on a Search entry of the key too",
                about=grant.role.name,
                source=grant.source,
            )


def _listed(names: tuple[str, ...] | None) -> str:
    return ", ".join(map(repr, names or ())) or "nothing"
