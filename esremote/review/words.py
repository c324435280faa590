"""The words that all writers share: one way to say names, limits and models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.decision.traces import documents_text, fields_text
from esremote.access.reach.abilities import Ability
from esremote.review.report import Direction

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from esremote.model.findings.finding import Finding
    from esremote.review.report import (
        Access,
        AccessChange,
        Change,
        Detail,
        Link,
        PortChange,
        TrustChange,
    )

_MODELS = {"api_key": "API key", "tls_certificate": "TLS certificates"}


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
    return joined((shown, "restricted indices too" if access.restricted else ""))


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


def remarks(change: AccessChange) -> list[str]:
    """Say what the row of some access cannot: its limits, what the other side has of it, and an example."""
    return list(filter(None, (limits(change.access), *in_common(change), example(change))))


def in_common(change: AccessChange) -> list[str]:
    """Say what the other side has of the same names."""
    return list(dict.fromkeys(_in_common(change, other, limits(other)) for other in change.in_common))


def in_common_briefly(change: AccessChange) -> list[str]:
    """Say what the other side has of the same names, without its limits."""
    told = (_in_common(change, other, "limited" if limits(other) else "") for other in change.in_common)
    return list(dict.fromkeys(told))


def _in_common(change: AccessChange, other: Access, limited: str) -> str:
    verb = "already had" if change.direction is Direction.ADDED else "keeps"
    told = joined((f"{verb} {names(other.names)}", limited))
    return told if comparable(change.access, other) else f"{told} (query changed, cannot be compared)"


def comparable(one: Access, other: Access) -> bool:
    """Say whether it can be told which of two shows more documents; of two different queries it cannot."""
    return one.documents.covers(other.documents) or other.documents.covers(one.documents)


def example(change: AccessChange) -> str:
    """Give a name, where the patterns alone do not tell: some of these names are on the other side too."""
    if not change.access.example:
        return ""
    verb = "new" if change.direction is Direction.ADDED else "lost"
    return f"{verb}: for example {change.access.example}"


ACCESS = {Direction.ADDED: "new", Direction.REMOVED: "lost"}
RESOURCE = {Direction.ADDED: "new", Direction.REMOVED: "deleted", Direction.CHANGED: "changed"}
PORT = {Direction.ADDED: "open", Direction.REMOVED: "close"}
TRUST = {Direction.ADDED: "give", Direction.REMOVED: "take back"}


def ports_title(changes: Iterable[PortChange]) -> str:
    """Say what somebody has to do with ports: it is no part of the plan."""
    return _to_do("Ports", PORT, {one.direction for one in changes})


def trust_title(changes: Iterable[TrustChange]) -> str:
    """Say what somebody has to do about trust: it is no part of the plan."""
    return _to_do("Trust", TRUST, {one.direction for one in changes})


def _to_do(what: str, verbs: Mapping[Direction, str], done: Collection[Direction]) -> str:
    told = " and ".join(verb for direction, verb in verbs.items() if direction in done)
    return f"{what} to {told} (not done by esremote)"


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
    if change.replaced:
        return " (deleted and made anew)"
    empty = change.kind == "role" and change.direction is Direction.ADDED and not change.details
    return " (without privileges)" if empty else ""
