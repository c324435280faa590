"""Expectations about access, and whether they are met."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING

from esremote.access.decision.decisions import Outcome
from esremote.access.decision.requests import Kind
from esremote.access.engine.deciding import decide
from esremote.access.landscape.landscape import Landscape
from esremote.access.pattern_sets import covers, meet
from esremote.review.asking import request
from esremote.sources.problems import Problem, UnreadableError

if TYPE_CHECKING:
    from esremote.access.decision.decisions import Decision


class Expect(StrEnum):
    """What is expected of names: that all of them can be reached, or that none can."""

    ALLOWED = "allowed"
    DENIED = "denied"


class Answer(Enum):
    """Whether an expectation is met, as far as that is known."""

    MET = auto()
    NOT_MET = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Expectation:
    """One entry of `access.yaml`.

    Attributes:
        place: its file and line.
        connection: the alias.
        names: index names and patterns on the remote cluster.
        expect: whether all of them can be reached, or none.
        kind: the kind of request.
        roles: the roles of the user, if no user is named.
        user: a user of the local cluster.
        cluster: the local cluster, if several have that alias.
        because: the reason, shown if the expectation is not met.
    """

    place: str
    connection: str
    names: tuple[str, ...]
    expect: Expect
    kind: Kind = Kind.SEARCH
    roles: tuple[str, ...] = ()
    user: str = ""
    cluster: str | None = None
    because: str = ""

    def __str__(self) -> str:
        who = self.user or " and ".join(self.roles)
        at = f"@{self.cluster}" if self.cluster else ""
        can = "can" if self.expect is Expect.ALLOWED else "cannot"
        return f"{who}{at} {can} {self.kind} {', '.join(self.names)} on {self.connection}"


@dataclass(frozen=True, slots=True)
class Checked:
    """An expectation, and the actual access.

    Attributes:
        expectation: what was expected.
        got: the actual access, in words.
        met: whether the expectation is known to be met.
        known: whether it is known; if it is not, the decisions say what is missing.
        decisions: for each name that does not meet it, the decision with its trace.
    """

    expectation: Expectation
    got: str
    met: bool
    known: bool = True
    decisions: tuple[Decision, ...] = ()


def check(landscape: Landscape, expectations: tuple[Expectation, ...]) -> tuple[Checked, ...]:
    """Compare every expectation with the actual access.

    Raises:
        UnreadableError: expectations name clusters, connections or users that are not known. It contains
            all such problems.
    """
    general = _without_indices(landscape)
    checked: list[Checked] = []
    problems: list[Problem] = []
    for expectation in expectations:
        try:
            checked.append(_check(general, expectation))
        except UnreadableError as error:
            problems.extend(error.problems)
    if problems:
        raise UnreadableError(problems)
    return tuple(checked)


def _without_indices(landscape: Landscape) -> Landscape:
    """Leave out which indices exist: an expectation covers every index whose name matches, now or later."""
    return Landscape(
        tuple(replace(cluster, indices=None, aliases=(), data_streams=()) for cluster in landscape.clusters)
    )


def _check(landscape: Landscape, expected: Expectation) -> Checked:
    decisions = {name: _decide(landscape, expected, name) for name in expected.names}
    answers = {name: _answer(expected.expect, name, decision) for name, decision in decisions.items()}
    wrong = tuple(name for name, answer in answers.items() if answer is not Answer.MET)
    parts = dict.fromkeys(_outcome(name, answers[name], decisions[name]) for name in wrong or expected.names)
    known = all(answer is not Answer.UNKNOWN for answer in answers.values())
    return Checked(expected, "; ".join(parts), not wrong, known, tuple(decisions[name] for name in wrong))


def _decide(landscape: Landscape, expected: Expectation, name: str) -> Decision:
    asked = request(
        landscape,
        connection=expected.connection,
        names=(name,),
        kind=expected.kind,
        roles=expected.roles,
        user=expected.user,
        cluster=expected.cluster,
        place=expected.place,
    )
    return decide(landscape, asked)


def _reached(decision: Decision) -> tuple[str, ...]:
    """Return what can be reached, as patterns."""
    parts = [part for part in decision.parts if part.outcome is Outcome.ALLOWED]
    return tuple(access.name for part in parts for access in part.patterns)


def _at_most(decision: Decision) -> tuple[str, ...]:
    """Return what can be reached at most, as patterns, if something that is not known allows everything."""
    return (*_reached(decision), *(access.name for part in decision.parts for access in part.widest or ()))


def _answer(expect: Expect, name: str, decision: Decision) -> Answer:
    """Say whether a name is as expected whatever is not known."""
    reached, at_most = _reached(decision), _at_most(decision)
    match expect:
        case Expect.ALLOWED:
            met, ruled_out = covers(reached, (name,)), not covers(at_most, (name,))
        case Expect.DENIED:
            met, ruled_out = not meet((name,), at_most), bool(meet((name,), reached))
    if _nothing_is_known(decision):
        return Answer.UNKNOWN
    if met:
        return Answer.MET
    return Answer.NOT_MET if ruled_out else Answer.UNKNOWN


def _nothing_is_known(decision: Decision) -> bool:
    """Say whether a decision is unknown without even saying the most that can be reached."""
    return bool(decision.unknown) or any(
        part.outcome is Outcome.UNKNOWN and part.widest is None for part in decision.parts
    )


def _outcome(name: str, answer: Answer, decision: Decision) -> str:
    if answer is Answer.UNKNOWN:
        return f"whether {name} can be reached is not known: {'; '.join(map(str, decision.missing))}"
    reached = _reached(decision)
    common = meet((name,), reached)
    if not common:
        return f"{name} is denied"
    return (
        f"{name} is allowed" if covers(reached, (name,)) else f"of {name} only {', '.join(common)} is allowed"
    )
