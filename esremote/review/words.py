"""The words that all writers share: one headline, one way to say names, limits and models."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from esremote.model.decision.traces import documents_text, fields_text
from esremote.model.roles.reserved import SUPERUSER
from esremote.review.report import Ability, Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from esremote.model.landscape.provenance import Source
    from esremote.review.report import (
        Access,
        AccessChange,
        Change,
        Detail,
        Finding,
        Link,
        PortChange,
        Report,
        TrustChange,
    )

_NAMES_IN_A_HEADLINE = 3
_MODELS = {"api_key": "API key", "tls_certificate": "TLS certificates"}


def headline(report: Report) -> str:
    """Say in one sentence what can be read after this that could not be read before, and what no longer can.

    >>> from esremote.review.report import Report
    >>> headline(Report(title="plan.json"))
    'No new access: nothing can be read that could not be read before.'
    """
    gained, lost = report.gained, report.lost
    if not gained and not lost:
        return "No new access: nothing can be read that could not be read before."
    if not gained:
        return f"No new access. {_lose(lost)}."
    tail = f" {_lose(lost)}." if lost else ""
    return f"New access: {_can(gained)}.{tail}"


def _can(changes: Sequence[AccessChange]) -> str:
    """Say who can do what where; superusers only when nobody else can."""
    rows = _without_superusers([change.access for change in changes])
    who, where = _who(rows), _those(sorted({row.remote_cluster for row in rows}), "clusters")
    verbs = " and ".join(sorted({ability.value for row in rows for ability in row.abilities}))
    named = _named(changes, rows)
    what = f"{verbs} {named}" if named else verbs
    return f"{who} can {what} on {where}{_and_superusers(changes, rows)}"


def _and_superusers(changes: Sequence[AccessChange], rows: Sequence[Access]) -> str:
    """Say so if superusers, who always gain what others do, gain everything."""
    every = {change.access.who: change.access for change in changes if change.access.names == ("*",)}
    more = sorted(who for who, row in every.items() if row.role == SUPERUSER and row not in rows)
    return f", and {_those(more, 'superusers')} everything" if more else ""


def _lose(changes: Sequence[AccessChange]) -> str:
    rows = _without_superusers([change.access for change in changes])
    who = _who(rows)
    verb = "loses" if len({row.who for row in rows}) == 1 else "lose"
    where = _those(sorted({row.remote_cluster for row in rows}), "clusters")
    return f"{who} {verb} {_named(changes, rows) or 'some access'} on {where}"


def _named(changes: Sequence[AccessChange], rows: Sequence[Access]) -> str:
    """Say which names, if it is about one role and one cluster."""
    every = sorted({name for row in rows for name in row.names})
    if len({(row.remote_cluster, row.who) for row in rows}) > 1 or not every:
        return ""
    reasons = {reason for change in changes if change.access in rows for reason in change.reasons}
    if reasons and len(rows) > 1:
        return ""
    return names(every, _NAMES_IN_A_HEADLINE) + (f" ({'; '.join(sorted(reasons))})" if reasons else "")


def _without_superusers(rows: Sequence[Access]) -> Sequence[Access]:
    return [row for row in rows if row.role != SUPERUSER] or rows


def _who(rows: Sequence[Access]) -> str:
    roles = sorted({row.who for row in rows})
    if len(roles) <= _NAMES_IN_A_HEADLINE - 1:
        return " and ".join(roles)
    clusters = sorted({row.local_cluster for row in rows if row.local_cluster})
    return f"{len(roles):,} roles of {_those(clusters, 'clusters')}"


def _those(names: Sequence[str], noun: str) -> str:
    return " and ".join(names) if len(names) <= _NAMES_IN_A_HEADLINE - 1 else f"{len(names):,} {noun}"


def names(patterns: Sequence[str], limit: int = 1000) -> str:
    """List patterns, at most `limit` of them; the one that matches all is `everything`.

    >>> names(["a", "b", "c", "d"], 3), names(["*"])
    ('a, b and 2 more', 'everything')
    """
    told = ["everything" if pattern == "*" else pattern for pattern in patterns]
    if len(told) <= limit:
        return ", ".join(told)
    return f"{', '.join(told[: limit - 1])} and {len(told) - limit + 1:,} more"


def limits(access: Access) -> str:
    """Say which documents and fields can be seen, nothing if all can."""
    told = [text for text in (documents_text(access.documents), fields_text(access.fields)) if text]
    shown = "only " + "; ".join(told) if told else ""
    return joined((shown, "system indices too" if access.restricted else ""))


def abilities(access: Access) -> str:
    """Say what can be done."""
    return ", ".join(ability for ability in Ability if ability in access.abilities)


def where(access: Access) -> str:
    """Say which cluster, and the alias if it is another word."""
    if access.alias in {"", access.remote_cluster}:
        return access.remote_cluster
    return f"{access.remote_cluster} (alias {access.alias})"


def model(name: str) -> str:
    """Say a security model as a person does."""
    return _MODELS[name]


def example(change: AccessChange) -> str:
    """Give a name, where the patterns alone do not tell: some of these names are on the other side too."""
    return f"for example {change.access.example}" if change.reasons and change.access.example else ""


ACCESS = {Direction.ADDED: "new", Direction.REMOVED: "lost"}
RESOURCE = {Direction.ADDED: "new", Direction.REMOVED: "deleted", Direction.CHANGED: "changed"}
PORT = {Direction.ADDED: "open", Direction.REMOVED: "close"}
TRUST = {Direction.ADDED: "give", Direction.REMOVED: "take back"}


def port(change: PortChange) -> str:
    """Say who must reach what."""
    one = change.port
    return f"{one.from_cluster} -> {one.to_cluster}  {one.endpoint}  {one.purpose}"


def trust(change: TrustChange) -> str:
    """Say who must trust whom, and where."""
    one = change.trust
    return f"{one.truster} trusts the certificate authority of {one.trusted} ({one.interface})"


def link(one: Link) -> str:
    """Say what an arrow of the diagram is."""
    return " · ".join(part for part in (one.alias, model(one.model), one.port) if part)


def detail(one: Detail) -> str:
    """Say how an attribute changes."""
    if one.before is None:
        return f"+ {one.path}: {one.after}"
    return (
        f"- {one.path}: {one.before}" if one.after is None else f"~ {one.path}: {one.before} -> {one.after}"
    )


def place(source: Source) -> str:
    """Say where something is written: the Python line, or else the resource."""
    return str(replace(source, address=None)) if source.file else str(source)


def count(number: int, noun: str, plural: str = "") -> str:
    """Say how many, with the noun in the right number.

    >>> count(1, "finding"), count(2, "finding"), count(2, "alias", "aliases")
    ('1 finding', '2 findings', '2 aliases')
    """
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def findings_summary(findings: Sequence[Finding]) -> str:
    """Say how many findings are open and how many were acknowledged."""
    accepted = sum(finding.acknowledged is not None for finding in findings)
    opened = len(findings) - accepted
    parts = [count(opened, "open finding") if opened else "no open findings"]
    if accepted:
        parts.append(f"{accepted} acknowledged")
    return ", ".join(parts)


def joined(texts: Iterable[object]) -> str:
    """Join what is not empty by commas."""
    return ", ".join(str(text) for text in texts if str(text))


def remark(change: Change) -> str:
    """Say what is special about a change, nothing if nothing is."""
    if change.outside:
        return " (changed outside Terraform)"
    return " (deleted and made anew)" if change.replaced else ""
