"""The general answer: what can be reached at all, as patterns, with the fields and documents of each part."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from esremote.access.decision.decisions import IndexAccess, Outcome
from esremote.access.decision.filters import Documents, Fields, grants_every_field
from esremote.access.decision.requests import Kind, Request
from esremote.access.engine.passages import Passage, Stopped, rights_over
from esremote.access.engine.questions import question_of
from esremote.access.engine.resolution import is_wildcard, names_of_expression, spelled_out
from esremote.access.engine.subjects import subjects
from esremote.model.patterns import Names
from esremote.model.releases.since import DASH_ALWAYS_EXCLUDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from esremote.access.engine.permissions import Group, Permission, Rights
    from esremote.access.engine.questions import Question
    from esremote.access.landscape.landscape import Cluster, Landscape


@dataclass(frozen=True, slots=True)
class Region:
    """Names of which the same fields and documents can be seen."""

    names: Names
    fields: Fields
    documents: Documents


@dataclass(frozen=True, slots=True)
class Reached:
    """The general answer to a request."""

    outcome: Outcome
    patterns: tuple[IndexAccess, ...] = ()


def reachable(
    landscape: Landscape, cluster: str, alias: str, roles: tuple[str, ...], kind: Kind = Kind.SEARCH
) -> tuple[Region, ...]:
    """Give everything that somebody with some roles can reach over a connection, whatever exists there.

    Args:
        landscape: the clusters.
        cluster: the local cluster by name.
        alias: the connection.
        roles: the roles by name.
        kind: what is done.

    Returns:
        parts without overlap, each with the fields and documents that can be seen of it; none if the
        connection lets nothing through.

    Raises:
        KeyError: the landscape does not know the cluster, the alias or where it leads.
    """
    local = landscape.cluster_by_name[cluster]
    request = Request(cluster, f"{alias}:*", kind, roles=roles)
    connection = local.connection_by_alias[alias]
    remote = landscape.cluster_by_name[connection.remote_cluster]
    rights = rights_over(Passage(local, connection, remote, tuple(subjects(request, local))))
    return () if isinstance(rights, Stopped) else regions(rights, question_of(request))


def regions(rights: Rights, question: Question) -> tuple[Region, ...]:
    """Give what rights reach with a question, cut into parts by what can be seen, without overlap."""
    also = reduce(and_, (_allowed(rights, action) for action in question.also), Names.of("*"))
    found = [Region(also, Fields(), Documents())]
    for permission in rights.permissions:
        own = list(_regions_of(permission, question.action))
        found = [both for region in found for other in own if (both := _both(region, other)).names]
    return tuple(found)


def _allowed(rights: Rights, action: str) -> Names:
    """The names on which every party allows an action."""
    return reduce(and_, (_names_of(one, one.allowing(action)) for one in rights.permissions), Names.of("*"))


def _names_of(permission: Permission, groups: Iterable[Group]) -> Names:
    return reduce(or_, map(permission.names_of, groups), Names.of())


def _both(one: Region, other: Region) -> Region:
    return Region(one.names & other.names, one.fields.and_(other.fields), one.documents.and_(other.documents))


def _regions_of(permission: Permission, action: str) -> Iterator[Region]:
    allowing = permission.allowing(action)
    free = [group for group in allowing if not group.queries and not group.fields]
    everything = _names_of(permission, free)
    if everything:
        yield Region(everything, Fields(), Documents())
    atoms: list[tuple[Names, tuple[Group, ...]]] = []
    for group in allowing:
        if group not in free:
            atoms = list(_cut(atoms, permission.names_of(group) - everything, group))
    for names, groups in atoms:
        yield Region(names, _fields(groups), _documents(groups))


def _cut(
    atoms: Iterable[tuple[Names, tuple[Group, ...]]], names: Names, group: Group
) -> Iterator[tuple[Names, tuple[Group, ...]]]:
    """Cut atoms by the names of one more group, and add what only that group has."""
    alone = names
    for atom, groups in atoms:
        shared = atom & names
        if not shared:
            yield atom, groups
            continue
        yield shared, (*groups, group)
        if rest := atom - names:
            yield rest, groups
        alone = alone - atom
    if alone:
        yield alone, (group,)


def _fields(groups: tuple[Group, ...]) -> Fields:
    rules = frozenset(rule for group in groups for rule in group.fields)
    bounded = all(group.fields for group in groups) and not grants_every_field(rules)
    return Fields(frozenset({rules})) if bounded else Fields()


def _documents(groups: tuple[Group, ...]) -> Documents:
    if not all(group.queries for group in groups):
        return Documents()
    return Documents(frozenset({frozenset(query for group in groups for query in group.queries)}))


def patterns_reached(
    request: Request, question: Question, expressions: tuple[str, ...], rights: Rights, remote: Cluster
) -> Reached:
    """Answer a request about a cluster of which nobody told what exists."""
    asked, denied = _asked(request, question, expressions, rights, remote)
    if denied or not all(map(rights.allow_anywhere, question.required)):
        return Reached(Outcome.DENIED)
    found = [(region, asked & region.names) for region in regions(rights, question)]
    return Reached(
        Outcome.ALLOWED,
        tuple(
            IndexAccess(pattern, region.fields, region.documents)
            for region, names in found
            for pattern in names.patterns
        ),
    )


def _asked(
    request: Request, question: Question, expressions: tuple[str, ...], rights: Rights, remote: Cluster
) -> tuple[Names, list[str]]:
    """The names that expressions ask for, and the explicit ones among them that are denied."""
    asked = Names.of()
    explicit: list[str] = []
    wildcard_seen = False
    for expression in spelled_out(expressions):
        excludes = expression.startswith("-") and (wildcard_seen or remote.version >= DASH_ALWAYS_EXCLUDES)
        text = expression[1:] if excludes else expression
        names = names_of_expression(text)
        if is_wildcard(text):
            wildcard_seen = True
        elif not excludes:
            explicit.append(text)
        if excludes:
            asked = asked - names
            explicit = [name for name in explicit if name not in names]
        else:
            asked = asked | names
    denied = [name for name in explicit if not all(rights.allow(one, name) for one in question.required)]
    return asked, [] if request.ignore_unavailable else denied
