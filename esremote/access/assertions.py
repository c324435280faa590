"""Expectations about access, for a user's own tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.decision.decisions import Ruling
from esremote.access.decision.traces import text
from esremote.access.engine.deciding import decide

if TYPE_CHECKING:
    from esremote.access.decision.decisions import Decision
    from esremote.access.decision.requests import Request
    from esremote.access.landscape.landscape import Landscape


def assert_allowed(landscape: Landscape, request: Request) -> Decision:
    """Assert that every cluster answers a request: none refuses and none is skipped.

    Returns:
        the decision, for further assertions.

    Raises:
        AssertionError: the request is not allowed; the message is the whole trace.
        KeyError: the landscape does not know the cluster or the user.

    >>> from esremote.access import facts
    >>> from esremote.access.decision.requests import Request
    >>> document = {"format": "esremote/facts", "version": 1, "clusters": {"frankfurt": {"version": "9.5.3"}}}
    >>> document["clusters"]["frankfurt"]["whole"] = ["connections"]
    >>> known = facts.read(__import__("json").dumps(document)).landscape
    >>> assert_denied(known, Request("frankfurt", "dublin:logs-*", roles=("analyst",))).status
    404
    """
    decision = decide(landscape, request)
    if not decision.allowed:
        raise AssertionError(f"expected to be allowed:\n{text(decision)}")
    return decision


def assert_denied(landscape: Landscape, request: Request) -> Decision:
    """Assert that some cluster is known to refuse a request, or to be skipped; see `assert_allowed`."""
    decision = decide(landscape, request)
    if decision.ruling is not Ruling.DENIED:
        raise AssertionError(f"expected to be denied:\n{text(decision)}")
    return decision
