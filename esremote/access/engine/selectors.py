"""Selectors: `name::data` is the name itself, `name::failures` the failure store of a data stream."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from esremote.access.permissions.permissions import FAILURES
from esremote.access.permissions.questions import question_of
from esremote.model.releases.features import Feature

if TYPE_CHECKING:
    from esremote.access.decision.requests import Request
    from esremote.model.releases.versions import Version

_SEPARATOR = "::"


class Selector(Enum):
    """What is meant of a name."""

    DATA = "data"
    FAILURES = "failures"


class InvalidSelectorError(Exception):
    """A selector that the local cluster rejects with 400, for every user and every name."""


def split_selector(text: str) -> tuple[str, Selector]:
    """Split a name of a request and its selector.

    >>> split_selector("logs-*::failures")
    ('logs-*', <Selector.FAILURES: 'failures'>)
    """
    if text.endswith(FAILURES):
        return text.removesuffix(FAILURES), Selector.FAILURES
    return text.removesuffix(f"{_SEPARATOR}{Selector.DATA.value}"), Selector.DATA


def selectors_reach_remotes(request: Request, version: Version) -> bool:
    """Say whether a local cluster takes selectors in names of remote clusters.

    Before 9.4 searches refuse them. Other requests look at a single name, and forget it among several.
    """
    searches = question_of(request).runs_queries
    return Feature.REMOTE_SELECTORS.is_in(version) or not (searches or "," not in request.expression)


def check_selector(text: str, *, allowed: bool) -> None:
    """Refuse what the local cluster refuses.

    Args:
        text: the names for one cluster, such as `logs-*::failures`.
        allowed: whether there may be a selector.

    Raises:
        InvalidSelectorError: the selector is unknown, or none may be there.
    """
    name, separator, selector = text.partition(_SEPARATOR)
    if not separator:
        return
    if _SEPARATOR in selector:
        raise InvalidSelectorError(f"[{text}] has more than one ::")
    if selector not in {known.value for known in Selector}:
        raise InvalidSelectorError(f"[{selector}] in [{text}] is not a recognized selector")
    if name and not allowed:
        label = Feature.REMOTE_SELECTORS.label
        raise InvalidSelectorError(f"[{text}]: {label} need version {Feature.REMOTE_SELECTORS.since}")
