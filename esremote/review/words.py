"""The wording that all writers share: names, limits, models, titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.decision.traces import documents_text, fields_text
from esremote.access.reach.abilities import Ability
from esremote.review.report import Detail, Direction

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from esremote.model.findings.finding import Finding
    from esremote.review.report import (
        Access,
        AccessChange,
        Change,
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
    listed = ["everything" if pattern == "*" else pattern for pattern in patterns]
    if len(listed) <= limit:
        return ", ".join(listed)
    return f"{', '.join(listed[: limit - 1])} and {len(listed) - limit + 1:,} more"


def limits(access: Access) -> str:
    """Describe which documents and fields can be seen; empty if all can."""
    fields = fields_text(access.fields)
    limited = [text for text in (documents_text(access.documents), fields) if text]
    only = "" if limited and limited[0].startswith("all fields") else "only "
    shown = only + "; ".join(limited) if limited else ""
    unknown = (
        f"not known, this is the widest it can be: {joined(access.missing)} not in view (--facts can add it)"
    )
    return joined(
        (shown, "restricted indices too" if access.restricted else "", unknown if access.missing else "")
    )


def abilities(access: Access) -> str:
    """List what can be done."""
    return ", ".join(ability for ability in Ability if ability in access.abilities)


def where(access: Access) -> str:
    """Name the remote cluster, and the alias if it has a different name."""
    if access.alias in {"", access.remote_cluster}:
        return access.remote_cluster
    return f"{access.remote_cluster} (alias {access.alias})"


def model(name: str) -> str:
    """Name a security model as a person does."""
    return _MODELS[name]


def remarks(change: AccessChange) -> list[str]:
    """Add what does not fit into a row: the limits, what the other side has in common, and an example."""
    return list(filter(None, (limits(change.access), *in_common(change), example(change))))


def in_common(change: AccessChange) -> list[str]:
    """Say what a role already had, or keeps, of the same names."""
    return list(dict.fromkeys(_in_common(change, other, limits(other)) for other in change.in_common))


def in_common_briefly(change: AccessChange) -> list[str]:
    """Say the same without the limits."""
    parts = (_in_common(change, other, "limited" if limits(other) else "") for other in change.in_common)
    return list(dict.fromkeys(parts))


def _in_common(change: AccessChange, other: Access, limited: str) -> str:
    verb = "already had" if change.direction is Direction.ADDED else "keeps"
    part = joined((f"{verb} {names(other.names)}", limited))
    return part if comparable(change.access, other) else f"{part} (query changed, cannot be compared)"


def comparable(access: Access, other: Access) -> bool:
    """Return whether it is known which of the two shows more documents; for different queries it is not."""
    return access.documents.covers(other.documents) or other.documents.covers(access.documents)


def example(change: AccessChange) -> str:
    """Give an example of a name that is gained or lost, if the other side has some of the same names."""
    if not change.access.example:
        return ""
    verb = "new" if change.direction is Direction.ADDED else "lost"
    return f"{verb}: for example {change.access.example}"


ACCESS = {Direction.ADDED: "new", Direction.REMOVED: "lost"}
RESOURCE = {Direction.ADDED: "new", Direction.REMOVED: "deleted", Direction.CHANGED: "changed"}
PORT = {Direction.ADDED: "open", Direction.REMOVED: "close"}
TRUST = {Direction.ADDED: "establish", Direction.REMOVED: "withdraw"}

UNKNOWN = "Known only after apply; the widest access is assumed"
NETWORK = "Ports and trust, not managed by esremote"


def ports_title(changes: Iterable[PortChange]) -> str:
    """Give the title of the ports that someone has to open or close: the plan does not."""
    return _to_do("Ports", PORT, {change.direction for change in changes})


def trust_title(changes: Iterable[TrustChange]) -> str:
    """Give the title of the trust that someone has to establish or withdraw: the plan does not."""
    return _to_do("Trust", TRUST, {change.direction for change in changes})


def _to_do(what: str, verbs: Mapping[Direction, str], done: Collection[Direction]) -> str:
    to_do = " and ".join(verb for direction, verb in verbs.items() if direction in done)
    return f"{what} to {to_do} (not managed by esremote)"


def port(change: PortChange) -> str:
    """Say which cluster must reach which endpoint."""
    port = change.port
    return f"{port.from_cluster} -> {port.to_cluster}  {port.endpoint}  {port.purpose}"


def trust(change: TrustChange) -> str:
    """Say which cluster must trust which, and on which interface."""
    trust = change.trust
    return f"{trust.truster} trusts the certificate authority of {trust.trusted} ({trust.interface})"


def link(arrow: Link) -> str:
    """Label an arrow of the diagram."""
    return " · ".join(part for part in (arrow.alias, model(arrow.model), arrow.port) if part)


def detail(changed: Detail) -> str:
    """Show how an attribute changes."""
    match changed:
        case Detail(before=None):
            return f"+ {changed.path}: {changed.after}"
        case Detail(after=None):
            return f"- {changed.path}: {changed.before}"
        case _:
            return f"~ {changed.path}: {changed.before} -> {changed.after}"


def count(number: int, noun: str, plural: str = "") -> str:
    """Count things, with the noun in singular or plural.

    >>> count(1, "finding"), count(2, "finding"), count(2, "alias", "aliases")
    ('1 finding', '2 findings', '2 aliases')
    """
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def findings_summary(findings: Sequence[Finding]) -> str:
    """Count the open findings and the acknowledged ones."""
    accepted = sum(finding.acknowledged is not None for finding in findings)
    opened = len(findings) - accepted
    parts = [count(opened, "open finding") if opened else "no open findings"]
    if accepted:
        parts.append(f"{accepted} acknowledged")
    return ", ".join(parts)


def joined(texts: Iterable[object]) -> str:
    """Join what is not empty with commas."""
    return ", ".join(str(text) for text in texts if str(text))


def _is_gone(change: Change) -> bool:
    return change.direction is Direction.REMOVED


def remark(change: Change) -> str:
    """Say what is special about a change; empty if nothing is."""
    if change.outside:
        return " (deleted outside Terraform)" if _is_gone(change) else " (changed outside Terraform)"
    if change.forgotten:
        return " (forgotten: it stays in Elasticsearch as it is, and Terraform no longer manages it)"
    if change.imported:
        taken = "Terraform takes over what exists"
        return f" (imported: {taken}{'' if change.details else ', and does not change it'})"
    if change.moved_from and not change.details:
        return f" (moved from {change.moved_from}, nothing else changes)"
    if change.replaced:
        return " (replaced)"
    empty = change.kind == "role" and change.direction is Direction.ADDED and not change.details
    return " (without privileges)" if empty else ""
