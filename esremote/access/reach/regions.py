"""Everything that somebody can reach, cut into regions without overlap by what can be seen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from esremote.access.decision.requests import Kind, Request
from esremote.access.landscape.connected import connected_by
from esremote.access.permissions.connections import Stopped, rights_over
from esremote.access.permissions.questions import question_of
from esremote.access.permissions.subjects import subjects
from esremote.access.reach.agreement import agreements
from esremote.access.reach.grants import grants_of
from esremote.model.patterns import Names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from esremote.access.decision.filters import Documents, Fields
    from esremote.access.landscape.landscape import Landscape
    from esremote.access.permissions.permissions import Rights
    from esremote.access.reach.agreement import Agreement


@dataclass(frozen=True, slots=True)
class Region:
    """Names of which the same fields and documents can be seen."""

    names: Names
    fields: Fields
    documents: Documents


def reachable(
    landscape: Landscape, cluster: str, alias: str, roles: tuple[str, ...], kind: Kind = Kind.SEARCH
) -> tuple[Region, ...]:
    """Give everything that somebody with some roles can reach over a connection, whatever exists there.

    Args:
        landscape: the clusters.
        cluster: the name of the local cluster.
        alias: the alias of the remote cluster.
        roles: the names of the roles.
        kind: the kind of request.

    Returns:
        regions without overlap, each with the fields and documents that can be seen of it; none if the
        connection lets nothing through.

    Raises:
        KeyError: the landscape does not know the cluster, the alias, or the cluster that it leads to.
        InvalidPatternError: Elasticsearch refuses a pattern in a role or key.
    """
    local = landscape.cluster_by_name[cluster]
    request = Request(cluster, f"{alias}:*", kind, roles=roles)
    rights = rights_over(connected_by(landscape, local, alias), tuple(subjects(request, local)))
    return () if isinstance(rights, Stopped) else regions(rights, question_of(request).required)


def regions(rights: Rights, actions: Sequence[str]) -> tuple[Region, ...]:
    """Cut what rights allow into regions without overlap, by what can be seen.

    Args:
        rights: what each party allows.
        actions: what must be allowed on a name; the first is what shows documents and fields.
    """
    agreed = agreements([grants_of(permission, actions) for permission in rights.permissions])
    restricted = reduce(or_, (permission.restricted for permission in rights.permissions))
    return tuple(_regions(agreed, restricted))


def _regions(agreed: Sequence[Agreement], restricted: Names) -> Iterator[Region]:
    alike: list[tuple[Agreement, Names]] = []
    for agreement in agreed:
        names = Names(agreement.names)
        _add(alike, agreement, names if agreement.restricted else names.sparing(restricted))
    for agreement, names in alike:
        wider = (
            more for other, more in alike if other is not agreement and other.shows_as_much_as(agreement)
        )
        rest = reduce(lambda left, more: left - more, wider, names)
        if rest:
            yield Region(rest, agreement.fields, agreement.documents)


def _add(alike: list[tuple[Agreement, Names]], agreement: Agreement, names: Names) -> None:
    """Unite names of which exactly the same can be seen."""
    for number, (other, known) in enumerate(alike):
        if agreement.shows_as_much_as(other) and other.shows_as_much_as(agreement):
            alike[number] = (other, known | names)
            return
    alike.append((agreement, names))
