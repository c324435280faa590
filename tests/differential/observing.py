"""Asks the server and the model, and reads what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.differential.reporting import brief

if TYPE_CHECKING:
    from esremote.access.decision.requests import Request
    from esremote.access.landscape.landscape import Landscape
    from tests.differential.observations import Observation
    from tests.differential.runner import Runner


def observed(runner: Runner, landscape: Landscape, *requests: Request) -> list[Observation]:
    """Ask the server and the model; give what the server says, which must be what the model says."""
    compared = runner.ask(landscape, *requests)
    for each in compared:
        assert each.agree, brief(each)
    return [each.observed for each in compared]


def documents(observation: Observation, index: str = "dub-a:logs-1") -> frozenset[str]:
    """The documents of an index that an answer shows."""
    return observation.seen.get(index, (frozenset(), frozenset()))[0]


def fields(observation: Observation, index: str = "dub-a:logs-1") -> frozenset[str]:
    """The fields of an index that an answer shows."""
    return observation.seen.get(index, (frozenset(), frozenset()))[1]
