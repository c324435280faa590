"""What the model says that the server will answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.decision.decisions import Outcome
from esremote.access.decision.requests import Kind
from esremote.access.engine.statuses import status_of
from tests.differential.documents import KINDS, visible_documents, visible_fields
from tests.differential.observations import Observation, Seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from esremote.access.decision.decisions import Decision, IndexAccess, Part

OK = 200
UNKNOWN_DOCUMENTS = ".security-7"


def expected(decision: Decision) -> Observation:
    """Reduce a decision to what the server's answer can be compared with."""
    if decision.status != OK:
        return Observation(decision.status)
    told = list(_reads(decision))
    match decision.request.kind:
        case Kind.SEARCH | Kind.MSEARCH | Kind.POINT_IN_TIME:
            observation = Observation(OK, _skipped(decision), len(told), _seen(told))
        case Kind.COUNT:
            observation = Observation(OK, shards=len(told), names=_counted(told))
        case Kind.FIELD_CAPS:
            observation = Observation(OK, names=frozenset(name for name, _ in told) | _fields(told))
        case Kind.TERMS_ENUM:
            observation = Observation(OK, shards=len(told), names=_terms(told))
        case Kind.RESOLVE_INDEX:
            observation = Observation(OK, names=frozenset(name for name, _ in told))
        case _:
            observation = Observation(OK, names=frozenset(_clusters(decision)))
    return observation


def _skipped(decision: Decision) -> frozenset[str]:
    """The aliases that the answer tells as skipped; a point in time does not tell."""
    if decision.request.kind is Kind.POINT_IN_TIME:
        return frozenset()
    return frozenset(part.alias for part in decision.parts if part.outcome is Outcome.SKIPPED)


def _seen(told: list[tuple[str, IndexAccess]]) -> Seen:
    return {
        name: (ids, visible_fields(access))
        for name, access in told
        if (ids := visible_documents(access.documents)) and UNKNOWN_DOCUMENTS not in name
    }


def _counted(told: list[tuple[str, IndexAccess]]) -> frozenset[str]:
    if any(UNKNOWN_DOCUMENTS in name for name, _ in told):
        return frozenset()
    return frozenset({f"{sum(len(visible_documents(access.documents)) for _, access in told)} documents"})


def _terms(told: list[tuple[str, IndexAccess]]) -> frozenset[str]:
    """The values of `kind`, whatever is limited to some documents: such indices are left out."""
    shown = any("kind" in access.fields and UNKNOWN_DOCUMENTS not in name for name, access in told)
    return frozenset(f"term {kind}" for kind in KINDS) if shown else frozenset()


def _fields(told: list[tuple[str, IndexAccess]]) -> frozenset[str]:
    return frozenset(
        f"field {field}"
        for name, access in told
        if UNKNOWN_DOCUMENTS not in name
        for field in visible_fields(access)
    )


def _reads(decision: Decision) -> Iterator[tuple[str, IndexAccess]]:
    for part in decision.parts:
        prefix = f"{part.alias}:" if part.alias else ""
        yield from ((f"{prefix}{access.name}", access) for access in part.indices)


def _clusters(decision: Decision) -> Iterator[str]:
    for part in decision.parts:
        name = part.alias or "(local)"
        if part.outcome is not Outcome.ALLOWED:
            yield f"{name}: error"
        else:
            yield f"{name}: {'matches' if part.indices else 'matches nothing'}"


def acceptable_statuses(decision: Decision) -> frozenset[int]:
    """The statuses that the server may answer: of several clusters that refuse, the first decides."""
    refused: list[Part] = [
        part
        for part in decision.parts
        if part.outcome not in {Outcome.ALLOWED, Outcome.SKIPPED, Outcome.UNKNOWN}
    ]
    return frozenset({decision.status, *(status_of([part]) for part in refused)})
