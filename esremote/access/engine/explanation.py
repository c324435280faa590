"""The steps of a decision: what each party says about the names that are asked for, and where it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.decision.decisions import Outcome, Step, Verdict
from esremote.access.engine.denials import denial, proxy_denial
from esremote.access.engine.entry_text import entry_text, listed
from esremote.access.engine.resolution import names_of_expression
from esremote.model.roles.privileges import ENRICH_POLICY, cluster_grants, is_privilege

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from esremote.access.engine.answering import Answered, Asked
    from esremote.access.landscape.landscape import Cluster
    from esremote.access.permissions.permissions import Group, Permission, Rights
    from esremote.access.permissions.questions import Question, ShardStep


def steps(asked: Asked, question: Question, answered: Answered, cluster: Cluster) -> tuple[Step, ...]:
    """Explain an answer about existing names, by the entries that decide and the parties that deny."""
    names = answered.names or answered.culprits
    found = [
        step
        for permission in asked.rights.permissions
        for action in question.required
        for step in _party_steps(permission, action, names, asked)
    ]
    if answered.why:
        verdict = Verdict.NOTES if answered.outcome in {Outcome.ALLOWED, Outcome.UNKNOWN} else Verdict.DENIES
        found.append(Step(verdict, cluster.name, "request", answered.why, cluster.source))
    elif not any(step.verdict is Verdict.DENIES for step in found):
        found += _troubles(answered, asked, cluster)
    if answered.refused is not None:
        found += _shard_steps(answered.refused, answered.culprits, asked)
    found += (Step(Verdict.NOTES, cluster.name, "aliases", note, cluster.source) for note in answered.notes)
    return tuple(dict.fromkeys((*found, *unknown_privileges(asked.rights))))


def unknown_privileges(rights: Rights) -> Iterator[Step]:
    """Name the privileges that no version has. Elasticsearch refuses a role with one."""
    for permission in rights.permissions:
        for group in permission.groups:
            for entry in group.entries:
                unknown = [name for name in entry.says.privileges if not is_privilege(name)]
                if unknown:
                    detail = (
                        f"{entry.place} has {listed(unknown)}, which is no index privilege: it allows nothing"
                    )
                    yield Step(Verdict.NOTES, permission.party.cluster, entry.owner, detail, entry.source)


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
    if denied or not permission.allows_anywhere(action):
        yield denial(permission, action, denied)


def _group_steps(permission: Permission, group: Group, covered: list[str]) -> Iterator[Step]:
    verdict = Verdict.NARROWS if group.queries or group.fields else Verdict.PERMITS
    for entry in group.entries:
        detail = f"{entry_text(entry)} for {listed(covered)}"
        yield Step(verdict, permission.party.cluster, entry.owner, detail, entry.source)


def _troubles(answered: Answered, asked: Asked, cluster: Cluster) -> Iterator[Step]:
    """Explain what is wrong with names that all parties allow."""
    missing = [name for name in answered.culprits if name not in asked.inventory]
    if missing:
        lack = "matches nothing" if all("*" in name for name in missing) else "does not exist"
        yield Step(Verdict.DENIES, cluster.name, "indices", f"{listed(missing)} {lack}", cluster.source)
    closed = [name for name in answered.culprits if name in asked.inventory and answered.refused is None]
    if closed:
        yield Step(Verdict.DENIES, cluster.name, "indices", f"{listed(closed)} is closed", cluster.source)


def _shard_steps(step: ShardStep, refused: tuple[str, ...], asked: Asked) -> Iterator[Step]:
    """Explain which parties refuse what the shards are asked directly."""
    for permission in asked.rights.permissions:
        if step.sent_to_shard and asked.proxied and not permission.allowing(step.proxy_action):
            yield proxy_denial(permission, step.proxy_action)
            continue
        denied = [
            name
            for name in refused
            if not permission.for_name(step.action, name, asked.inventory[name].stream)
        ]
        if denied:
            yield denial(permission, step.action, denied)


def pattern_steps(rights: Rights, question: Question, expressions: tuple[str, ...]) -> tuple[Step, ...]:
    """Explain an answer in patterns: what each party allows."""
    asked = [text for text in expressions if not text.startswith("-")]
    found = (
        step
        for permission in rights.permissions
        for action in question.required
        for step in _offered(permission, action, asked)
    )
    return tuple(dict.fromkeys((*found, *unknown_privileges(rights))))


def _offered(permission: Permission, action: str, asked: list[str]) -> Iterator[Step]:
    allowing = permission.allowing(action)
    for group in allowing:
        covered = [
            text for text in asked if not names_of_expression(text).isdisjoint(permission.names_of(group))
        ]
        if covered:
            yield from _group_steps(permission, group, covered)
    denied = [name for name in asked if "*" not in name and not permission.for_name(action, name)]
    if denied or not allowing:
        yield denial(permission, action, denied)


def enrich_steps(rights: Rights) -> tuple[Step, ...]:
    """Explain an answer about enrich policies: the cluster privileges of every party must allow them."""
    return tuple(
        Step(
            Verdict.PERMITS if cluster_grants(permission.cluster, ENRICH_POLICY) else Verdict.DENIES,
            permission.party.cluster,
            permission.party.what,
            f"{ENRICH_POLICY} by cluster privileges {listed(sorted(permission.cluster))}",
            permission.party.source,
            remedy=f"give {permission.party.what} the privilege monitor_enrich",
        )
        for permission in rights.permissions
    )
