"""From patterns to automata, each only once."""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from esremote.model.patterns import _regexp, _wildcards
from esremote.model.patterns._build import build, chain
from esremote.model.patterns._errors import TooComplexError
from esremote.model.patterns._syntax import Node, Union

if TYPE_CHECKING:
    from esremote.model.patterns._automaton import Automaton


@lru_cache(maxsize=65536)
def parsed(pattern: str) -> Node:
    """Read one pattern.

    Raises:
        InvalidPatternError: Elasticsearch refuses it.
    """
    return _regexp.parse(pattern) if pattern.startswith("/") else _wildcards.parse(pattern)


def compiled(patterns: tuple[str, ...]) -> Automaton:
    """Build the automaton of what any of the patterns matches.

    Raises:
        InvalidPatternError: Elasticsearch refuses one of them.
        TooComplexError: together they need too many states.
    """
    automaton = _compiled(patterns)
    if automaton is None:
        raise TooComplexError(" ".join(patterns), "it is too complex")
    return automaton


@lru_cache(maxsize=65536)
def _compiled(patterns: tuple[str, ...]) -> Automaton | None:
    """Build an automaton; None, remembered like any other answer, where it would cost too much."""
    if len(patterns) == 1 and (beginning := plain_beginning(patterns[0])) is not None:
        return chain(beginning, endless=patterns[0].endswith(_wildcards.ANY))
    try:
        return build(Union(tuple(map(parsed, patterns))))
    except (TooComplexError, RecursionError):
        return None


def plain_beginning(pattern: str) -> str | None:
    """Give the text before the only wildcard, a `*` at the end, or the whole of a pattern that has none."""
    beginning = pattern.removesuffix(_wildcards.ANY)
    return None if pattern.startswith("/") or _wildcards.SPECIAL & set(beginning) else beginning


@lru_cache(maxsize=65536)
def literal_beginning(pattern: str) -> str:
    """Give a text that every name which the pattern matches begins with; the longest for wildcards.

    >>> literal_beginning("logs-?-*"), literal_beginning("/logs-[0-9]+/")
    ('logs-', 'logs-')
    """
    if pattern.startswith("/"):
        return _regexp.beginning(pattern)
    if (plain := plain_beginning(pattern)) is not None:
        return plain
    return "".join(token[1] for token in takewhile(_wildcards.is_literal, _wildcards.tokens(pattern)))


def may_overlap(one: str, other: str) -> bool:
    """Say whether two patterns could have names in common, as far as their beginnings tell."""
    first, second = literal_beginning(one), literal_beginning(other)
    return first.startswith(second) or second.startswith(first)
