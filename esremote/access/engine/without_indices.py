"""What a cluster answers when it is not known which indices exist on it: patterns instead of names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.access.decision.decisions import IndexAccess, Outcome
from esremote.access.engine.date_math import (
    InvalidDateMathError,
    UnreadableDateMathError,
    resolve_date_math,
)
from esremote.access.engine.resolution import is_wildcard, names_of_expression, spelled_out
from esremote.access.engine.selectors import Selector, split_selector
from esremote.access.permissions.permissions import FAILURES
from esremote.access.reach.regions import regions
from esremote.model.patterns import Names
from esremote.model.releases.features import Feature

if TYPE_CHECKING:
    from datetime import datetime

    from esremote.access.decision.requests import Request
    from esremote.access.landscape.landscape import Cluster
    from esremote.access.permissions.permissions import Rights
    from esremote.access.permissions.questions import Question


@dataclass(frozen=True, slots=True)
class Reached:
    """What can be reached of the names that a request asks for."""

    outcome: Outcome
    patterns: tuple[IndexAccess, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrived:
    """Where a request arrives.

    Args:
        cluster: the cluster.
        rights: what may be done there.
        expressions: what the request asks of it.
        now: the clock that date math in names counts from.
    """

    cluster: Cluster
    rights: Rights
    expressions: tuple[str, ...]
    now: datetime


def answer_in_patterns(request: Request, question: Question, arrived: Arrived) -> Reached:
    """Answer a request about a cluster whose indices are not known.

    Args:
        request: the request, for its options.
        question: which actions it needs.
        arrived: where it arrives.
    """
    rights = arrived.rights
    try:
        meant = tuple(_meant(expression, arrived.now) for expression in spelled_out(arrived.expressions))
    except InvalidDateMathError:
        return Reached(Outcome.DENIED)
    except UnreadableDateMathError:
        return Reached(Outcome.UNKNOWN)
    asked, denied = _asked(request, question, meant, rights, arrived.cluster)
    if denied or not all(map(rights.allow_anywhere, question.required)):
        return Reached(Outcome.DENIED)
    return Reached(
        Outcome.ALLOWED,
        tuple(
            IndexAccess(pattern, region.fields, region.documents)
            for region in regions(rights, question.required)
            for pattern in (asked & region.names).patterns
        ),
    )


def _meant(expression: str, now: datetime) -> str:
    """Replace date math, and leave of selectors only the one for failure stores."""
    dash = "-" if expression.startswith("-<") else ""
    name, selector = split_selector(expression.removeprefix(dash))
    failures = FAILURES if selector is Selector.FAILURES else ""
    return f"{dash}{resolve_date_math(name, now)}{failures}"


def _asked(
    request: Request, question: Question, expressions: tuple[str, ...], rights: Rights, cluster: Cluster
) -> tuple[Names, list[str]]:
    """Give the names that expressions ask for, and the explicit names among them that are denied."""
    asked = Names.of()
    explicit: list[str] = []
    wildcard_seen = False
    for expression in expressions:
        excludes = expression.startswith("-") and (
            wildcard_seen or Feature.DASH_ALWAYS_EXCLUDES.is_in(cluster.version)
        )
        text = expression[1:] if excludes else expression
        names = names_of_expression(text)
        if is_wildcard(text):
            wildcard_seen = True
        elif not excludes:
            explicit.append(text)
        if excludes:
            asked = asked - names
            explicit = [name for name in explicit if name not in names]
        else:
            asked = asked | names
    denied = [
        name for name in explicit if not all(rights.allow(action, name) for action in question.required)
    ]
    return asked, [] if request.ignore_unavailable else denied
