"""The result of a review, as values that every writer renders."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from esremote.access.decision.filters import Documents, Fields
from esremote.model.source import NOWHERE, Source
from esremote.sources.not_read import LeftOut

if TYPE_CHECKING:
    from esremote.access.decision.decisions import Step
    from esremote.access.reach.abilities import Ability
    from esremote.model.findings.finding import Finding


class Direction(StrEnum):
    """Whether something is added, removed or changed."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"

    @property
    def sign(self) -> str:
        """The sign at the start of a line."""
        return {"added": "+", "removed": "-", "changed": "~"}[self.value]


@dataclass(frozen=True, slots=True)
class Access:
    """Names on a remote cluster that a role of a local cluster can access.

    Args:
        role: the role's name; for a key that no known connection uses, its holder.
        local_cluster: the cluster that has the role; empty for the holder of a key, who can be anywhere.
        alias: the connection's alias.
        remote_cluster: the cluster that the names are on.
        abilities: what can be done with them.
        names: index names and patterns.
        example: if the other side has some of these names too, one that it does not have.
        documents: the documents that can be seen.
        fields: the fields that can be seen.
        restricted: whether the names include system indices such as `.security-7`.
        missing: what is not in view, if this is only the widest that the access can be.
        steps: the entries that grant it, those of the role before those of the key.
    """

    role: str
    local_cluster: str
    alias: str
    remote_cluster: str
    abilities: tuple[Ability, ...]
    names: tuple[str, ...]
    example: str | None = None
    documents: Documents = field(default_factory=Documents)
    fields: Fields = field(default_factory=Fields)
    restricted: bool = False
    missing: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def who(self) -> str:
        """The role, with its cluster."""
        return f"{self.role}@{self.local_cluster}" if self.local_cluster else self.role

    @property
    def source(self) -> Source:
        """The first place to look."""
        return next((step.source for step in self.steps if step.source != NOWHERE), NOWHERE)


@dataclass(frozen=True, slots=True)
class AccessChange:
    """Access that is gained or lost.

    Args:
        direction: whether it is gained or lost.
        access: which access.
        in_common: the part of it that the role had before (if gained), or keeps (if lost).
    """

    direction: Direction
    access: Access
    in_common: tuple[Access, ...] = ()


@dataclass(frozen=True, slots=True)
class MovedAlias:
    """An alias that leads to another place: its address, server name, mode, credentials or cluster change."""

    local_cluster: str
    alias: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One attribute of a changed resource: its path, and its values before and after as people write them."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A connection, key or role that a plan creates, changes or deletes.

    Args:
        direction: what happens to it.
        kind: what a person calls such a resource: `connection`, `key` or `role`.
        name: the resource as a person would name it.
        address: its address in the plan.
        details: the attributes that differ.
        replaced: whether it is deleted and created again.
        outside: whether it was changed outside Terraform, as the plan found out.
        imported: whether Terraform takes over what exists already.
        forgotten: whether Terraform lets go of it and leaves it as it is.
        moved_from: its address until now, if that changes.
        source: where it is written.
    """

    direction: Direction
    kind: str
    name: str
    address: str
    details: tuple[Detail, ...] = ()
    replaced: bool = False
    outside: bool = False
    imported: bool = False
    forgotten: bool = False
    moved_from: str | None = None
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True, order=True)
class Port:
    """A port that one cluster's nodes must reach on another's."""

    from_cluster: str
    to_cluster: str
    endpoint: str
    purpose: str


@dataclass(frozen=True, slots=True, order=True)
class Trust:
    """One cluster that must trust another's certificates; mutual trust is two of these."""

    truster: str
    trusted: str
    interface: str


@dataclass(frozen=True, slots=True)
class PortChange:
    """A port to open or to close."""

    direction: Direction
    port: Port


@dataclass(frozen=True, slots=True)
class TrustChange:
    """Trust to establish or to withdraw."""

    direction: Direction
    trust: Trust


@dataclass(frozen=True, slots=True)
class Link:
    """One arrow of the diagram: a connection before and after."""

    local_cluster: str
    alias: str
    remote_cluster: str
    model: str
    port: str
    direction: Direction | None = None

    @property
    def mutual(self) -> bool:
        """Whether both clusters must trust each other."""
        return self.model == "tls_certificate"


@dataclass(frozen=True, slots=True)
class Report:
    """A whole review.

    Args:
        title: what was reviewed.
        access: access that is gained, then access that is lost.
        changes: connections, keys and roles that differ.
        ports: ports to open or close.
        trust: trust to establish or withdraw.
        findings: what a reviewer should look at, those without an acknowledgement first.
        links: every connection, for the diagram.
        purpose: what the whole plan does, if it is no ordinary one: destroy, or refresh the state only.
        drifted: access that appeared outside Terraform since the last apply.
        moved: aliases that lead to another place.
        left_out: the changes that were not looked at.
        unknown: attributes that are known only after apply; for access that depends on them, the widest
            possible values are assumed.
    """

    title: str
    access: tuple[AccessChange, ...] = ()
    changes: tuple[Change, ...] = ()
    ports: tuple[PortChange, ...] = ()
    trust: tuple[TrustChange, ...] = ()
    findings: tuple[Finding, ...] = ()
    links: tuple[Link, ...] = ()
    unknown: tuple[str, ...] = ()
    purpose: str = ""
    drifted: tuple[AccessChange, ...] = ()
    moved: tuple[MovedAlias, ...] = ()
    left_out: LeftOut = field(default_factory=LeftOut)

    @property
    def may_give_access(self) -> bool:
        """Whether there is new access, or something that may be."""
        return bool(self.gained or self.left_out.may_give_access)

    @property
    def gained(self) -> tuple[AccessChange, ...]:
        """The access that is gained."""
        return tuple(change for change in self.access if change.direction is Direction.ADDED)

    @property
    def lost(self) -> tuple[AccessChange, ...]:
        """The access that is lost."""
        return tuple(change for change in self.access if change.direction is Direction.REMOVED)

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """The findings without an acknowledgement."""
        return tuple(finding for finding in self.findings if finding.acknowledged is None)
