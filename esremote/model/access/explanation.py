"""The steps of a decision: what each party says about the names that are asked for, and where it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.model.access.reach import names_of_expression
from esremote.model.access.resolution import is_wildcard
from esremote.model.decisions import Step, Verdict
from esremote.model.patterns import Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from esremote.model.access.permissions import Entry, Group, Permission, Rights
    from esremote.model.access.questions import Answered, Asked, Question
    from esremote.model.access.subjects import Subject
    from esremote.model.landscape import Cluster, Connection
    from esremote.model.roles import Role

_MOST_NAMES = 5


def steps(asked: Asked, question: Question, answered: Answered, remote: Cluster) -> tuple[Step, ...]:
    """Explain an answer about existing names: a step for each entry that decides, each party that denies."""
    found: list[Step] = []
    names = answered.names or answered.culprits
    for permission in asked.rights.permissions:
        found += _party_steps(permission, question.action, names, asked)
    missing = [name for name in answered.culprits if name not in asked.inventory and "*" not in name]
    if missing and not any(step.verdict is Verdict.DENIES for step in found):
        found.append(Step(Verdict.DENIES, remote.name, "indices", f"{_listed(missing)} does not exist"))
    closed = [name for name in answered.culprits if name in asked.inventory and asked.inventory[name].closed]
    if closed:
        found.append(Step(Verdict.DENIES, remote.name, "indices", f"{_listed(closed)} is closed"))
    return tuple(found)


def _party_steps(permission: Permission, action: str, names: Iterable[str], asked: Asked) -> Iterator[Step]:
    deciding: dict[Group, list[str]] = {}
    denied: list[str] = []
    for name in names:
        known = asked.inventory.get(name)
        groups = permission.for_name(action, name, known.stream if known else None)
        for group in groups:
            deciding.setdefault(group, []).append(name)
        if not groups and "*" not in name:
            denied.append(name)
    for group, covered in deciding.items():
        yield from _group_steps(permission, group, covered)
    if denied:
        yield _denial(permission, action, denied)
    elif not permission.allowing(action):
        yield _denial(permission, action, [])


def _group_steps(permission: Permission, group: Group, covered: list[str]) -> Iterator[Step]:
    for entry in group.entries:
        narrows = bool(group.queries or group.fields)
        yield Step(
            Verdict.NARROWS if narrows else Verdict.PERMITS,
            permission.party.cluster,
            entry.owner,
            f"{entry_text(entry)} for {_listed(covered)}",
            entry.source,
        )


def _denial(permission: Permission, action: str, names: list[str]) -> Step:
    offered = sorted({name for group in permission.allowing(action) for name in group.names.patterns})
    what = f"nothing covers {_listed(names)}" if names else "nothing"
    allows = f"[{', '.join(offered)}]" if offered else "no names at all"
    return Step(
        Verdict.DENIES,
        permission.party.cluster,
        permission.party.what,
        f"{what}: {action} is allowed on {allows}",
        permission.party.source,
    )


def entry_text(entry: Entry) -> str:
    """Say what an entry grants, in Elasticsearch's words."""
    says = entry.says
    told = [f"{entry.place} names [{', '.join(says.names)}]"]
    if not entry.place.startswith("access."):
        told.append(f"privileges [{', '.join(says.privileges)}]")
    if says.query is not None:
        told.append(f"query {says.query}")
    if says.field_security is not None:
        grant, except_ = says.field_security.grant, says.field_security.except_
        told.append(f"fields [{', '.join(grant)}]" + (f" except [{', '.join(except_)}]" if except_ else ""))
    return " ".join(told)


def pattern_steps(rights: Rights, question: Question, expressions: tuple[str, ...]) -> tuple[Step, ...]:
    """Explain an answer in patterns: what each party offers of what is asked for, and what it denies."""
    asked = [expression for expression in expressions if not expression.startswith("-")]
    return tuple(
        step for permission in rights.permissions for step in _offered(permission, question.action, asked)
    )


def _offered(permission: Permission, action: str, asked: list[str]) -> Iterator[Step]:
    deciding = {
        group: [one for one in asked if _bears_on(permission, group, one)]
        for group in permission.allowing(action)
    }
    for group, covered in deciding.items():
        if covered:
            yield from _group_steps(permission, group, covered)
    bare = [one for one in asked if not is_wildcard(one) and not permission.for_name(action, one, None)]
    if bare or not deciding:
        yield _denial(permission, action, bare)
    elif not any(deciding.values()):
        denial = _denial(permission, action, asked)
        yield Step(Verdict.NOTES, denial.cluster, denial.what, denial.detail, denial.source)


def _bears_on(permission: Permission, group: Group, expression: str) -> bool:
    if is_wildcard(expression):
        return group.names.overlaps(names_of_expression(expression))
    return permission.covers(group, expression)


def cluster_steps(rights: Rights, action: str) -> tuple[Step, ...]:
    """Explain an answer about an action of the cluster."""
    return tuple(
        Step(
            Verdict.PERMITS if permission.cluster else Verdict.DENIES,
            permission.party.cluster,
            permission.party.what,
            f"{action} by cluster privileges [{', '.join(sorted(permission.cluster))}]",
            permission.party.source,
        )
        for permission in rights.permissions
    )


def nothing_sent(subject: Subject, connection: Connection, local: Cluster) -> tuple[Step, ...]:
    """Explain that no role asks for anything over this alias."""
    return tuple(
        Step(
            Verdict.DENIES,
            local.name,
            role_set.what,
            f"no remote_indices or remote_cluster entry has clusters that match {connection.alias!r}",
            role_set.source,
        )
        for role_set in subject.sets
        if not any(_asks_for(role, connection.alias) for role in role_set.roles)
    )


def _asks_for(role: Role, alias: str) -> bool:
    clusters = [entry.clusters for entry in role.remote_indices]
    clusters += [entry.clusters for entry in role.remote_cluster]
    return any(alias in Names.of(*patterns) for patterns in clusters)


def _listed(names: Iterable[str]) -> str:
    some = list(names)
    shown = ", ".join(some[:_MOST_NAMES])
    return f"[{shown}{', ...' if len(some) > _MOST_NAMES else ''}]"
