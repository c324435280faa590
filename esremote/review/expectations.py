"""Expectations about access, and whether they are met."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
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
        met: whether the expectation is met.
        decisions: for each name that does not meet it, the decision with its trace.
    """

    expectation: Expectation
    got: str
    met: bool
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
    reached = {name: _reached(decision) for name, decision in decisions.items()}
    wrong = tuple(name for name in expected.names if not _as_expected(expected.expect, name, reached[name]))
    parts = dict.fromkeys(_outcome(name, reached[name]) for name in wrong or expected.names)
    return Checked(expected, "; ".join(parts), not wrong, tuple(decisions[name] for name in wrong))


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


def _as_expected(expect: Expect, name: str, reached: tuple[str, ...]) -> bool:
    if expect is Expect.DENIED:
        return not meet((name,), reached)
    return covers(reached, (name,))


def _outcome(name: str, reached: tuple[str, ...]) -> str:
    common = meet((name,), reached)
    if not common:
        return f"{name} is denied"
    return (
        f"{name} is allowed" if covers(reached, (name,)) else f"of {name} only {', '.join(common)} is allowed"
    )
