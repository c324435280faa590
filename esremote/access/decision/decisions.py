"""Decisions: what the server answers, for which indices, fields and documents, and why, step by step."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from esremote.model.source import NOWHERE, Source

if TYPE_CHECKING:
    from esremote.access.decision.filters import Documents, Fields
    from esremote.access.decision.requests import Request


class Outcome(StrEnum):
    """What a cluster answers to its part of a request."""

    ALLOWED = "allowed"
    DENIED = "denied"
    NOT_FOUND = "not_found"
    UNAUTHENTICATED = "unauthenticated"
    INVALID = "invalid"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


class Ruling(StrEnum):
    """Whether a request is allowed: yes, no, or not known."""

    ALLOWED = "allowed"
    DENIED = "denied"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not known and that decides.

    Args:
        what: what is missing, such as `the key of alias dublin is in none of the sources`.
        settle: what would settle it, such as `list it in a facts document`.
    """

    what: str
    settle: str

    def __str__(self) -> str:
        return f"{self.what}: {self.settle}"


class Verdict(StrEnum):
    """What a step does to the request."""

    PERMITS = "permits"
    NARROWS = "narrows"
    DENIES = "denies"
    SKIPS = "skips"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a trace.

    Args:
        verdict: what the step does to the request.
        cluster: the cluster on which it happens.
        what: what decides, such as `role analyst` or `cross-cluster API key dublin-search`.
        detail: the entry and the values that decide.
        source: where that entry is written.
        remedy: what to change so that this step no longer denies; None if it does not deny, or if there is
            no simple change.
    """

    verdict: Verdict
    cluster: str
    what: str
    detail: str
    source: Source = NOWHERE
    remedy: str | None = None


@dataclass(frozen=True, slots=True)
class IndexAccess:
    """One index (or the name of an alias or data stream that leads to it) and what can be seen of it."""

    name: str
    fields: Fields
    documents: Documents


@dataclass(frozen=True, slots=True)
class Part:
    """The answer of a cluster.

    Args:
        alias: the alias of the remote cluster, empty for the local cluster's own part.
        cluster: the cluster's name in the landscape.
        outcome: what it answers.
        indices: the indices that are read, sorted by name; for `resolve_index`, the names that are returned.
        patterns: what can be reached, if it is not known which indices exist; each `name` is a pattern.
        failed: the indices whose shards refuse, although the cluster allowed the request.
        steps: why.
        missing: what is not known and would change this answer.
        widest: the most that can be reached if something is missing, as patterns or names; None if even that
            is not known, or if nothing is missing.
    """

    alias: str
    cluster: str
    outcome: Outcome
    indices: tuple[IndexAccess, ...] = ()
    failed: tuple[str, ...] = ()
    patterns: tuple[IndexAccess, ...] = ()
    steps: tuple[Step, ...] = ()
    missing: tuple[Missing, ...] = ()
    widest: tuple[IndexAccess, ...] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision without its reasons: what can be compared with a server's answer."""

    status: int
    parts: tuple[tuple[str, Outcome, tuple[IndexAccess, ...], tuple[IndexAccess, ...]], ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the local cluster answers to a request, and why.

    Args:
        request: the request.
        status: the HTTP status: 200, 400, 401, 403 or 404; 0 if the facts are not sufficient.
        parts: one answer for each cluster that the expression names.
        steps: what was decided before any single cluster was asked.
        unknown: what is missing to decide before any single cluster is asked.
    """

    request: Request
    status: int
    parts: tuple[Part, ...] = ()
    steps: tuple[Step, ...] = field(default=())
    unknown: tuple[Missing, ...] = ()

    @property
    def ruling(self) -> Ruling:
        """Whether the request is allowed, or not known to be.

        A request that any cluster is known to refuse or to skip is denied, whatever the others do.
        """
        if self.allowed:
            return Ruling.ALLOWED
        if self.unknown:
            return Ruling.UNKNOWN
        refused = any(part.outcome not in {Outcome.ALLOWED, Outcome.UNKNOWN} for part in self.parts)
        return Ruling.DENIED if refused or self.status != 0 else Ruling.UNKNOWN

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What is not known and decides; of an allowed request, what could let more be read."""
        return tuple(dict.fromkeys((*self.unknown, *(each for part in self.parts for each in part.missing))))

    @property
    def allowed(self) -> bool:
        """Whether every cluster answers: none refuses and none is skipped."""
        return self.status == 200 and all(part.outcome is Outcome.ALLOWED for part in self.parts)  # noqa: PLR2004

    @property
    def remedy(self) -> str | None:
        """What to change first to get it allowed; None if it is allowed, or if there is no simple change."""
        if self.allowed:
            return None
        if self.ruling is Ruling.UNKNOWN:
            return next((missing.settle for missing in self.missing), None)
        return next((f"{step.remedy} on {step.cluster}" for step in self.trace if step.remedy), None)

    @property
    def trace(self) -> tuple[Step, ...]:
        """Every step in order."""
        return self.steps + tuple(step for part in self.parts for step in part.steps)

    @property
    def answer(self) -> Answer:
        """Status, indices, fields and documents without the reasons, to compare two decisions."""
        return Answer(
            self.status, tuple((part.alias, part.outcome, part.indices, part.patterns) for part in self.parts)
        )
