"""Which names a request asks for on a cluster, with wildcards replaced by what the user may see.

This follows `IndexAbstractionResolver` in Elasticsearch: a wildcard never reaches what is not allowed, and an
explicit name is kept whether it exists or not. Before 9.3 a leading `-` excludes only after a wildcard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from esremote.access.decision.requests import Expand
from esremote.access.engine.date_math import resolve_date_math
from esremote.access.engine.selectors import Selector, split_selector
from esremote.access.landscape.inventory import Abstraction, Inventory, Sort
from esremote.access.permissions.permissions import FAILURES
from esremote.model.patterns import Names
from esremote.model.releases.features import Feature

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from esremote.access.decision.requests import Request
    from esremote.access.permissions.permissions import Rights
    from esremote.model.releases.versions import Version

ALL = frozenset({(), ("_all",)})
"""Expressions that mean everything. Unlike `*`, they are no name when wildcards are not expanded."""


class NothingMatchesError(Exception):
    """A wildcard matches nothing, and the request does not allow that: the server answers 404."""


class InvalidExpressionError(Exception):
    """An expression that the server answers with 400."""


@dataclass(slots=True)
class _Included:
    """The names that an expression asks for, without those that a later expression excludes.

    Args:
        expression: the expression as typed.
        names: the names.
        excludable: whether the same expression with a dash excludes it. Where a dash always excludes, names
            that are refused or missing cannot be excluded.
    """

    expression: str
    names: set[str]
    excludable: bool = True


@dataclass(frozen=True, slots=True)
class Resolver:
    """Resolves the expressions of one request on one cluster.

    Args:
        request: for its options.
        inventory: what exists on the cluster.
        rights: what the user may do there.
        action: the action that the names are needed for.
        opens: whether a closed index is an error.
        version: the cluster's version.
        now: the clock that date math in names counts from.
    """

    request: Request
    inventory: Inventory
    rights: Rights
    action: str
    opens: bool
    version: Version
    now: datetime

    def resolve(self, expressions: tuple[str, ...]) -> tuple[str, ...]:
        """Replace wildcards and apply exclusions.

        Returns:
            the names to authorize, sorted.

        Raises:
            NothingMatchesError: a wildcard matches nothing although it must.
            InvalidExpressionError: an expression is empty.
            InvalidDateMathError: date math that the server refuses.
            UnreadableDateMathError: date math that is not understood here.
        """
        if not self.request.expands and expressions in ALL:
            return ()
        included: list[_Included] = []
        wildcard_seen = False
        for expression in spelled_out(expressions):
            excludes = expression.startswith("-") and (wildcard_seen or self._excludes_always)
            text = self._meant(expression[1:] if excludes else expression)
            if not text:
                raise InvalidExpressionError(expression)
            wildcard_seen = wildcard_seen or self._expands(text)
            if excludes:
                _exclude(self._excluded(text), included)
            else:
                included.append(self._included(text))
        return tuple(sorted({name for part in included for name in part.names}))

    @property
    def _excludes_always(self) -> bool:
        return Feature.DASH_ALWAYS_EXCLUDES.is_in(self.version)

    def _meant(self, text: str) -> str:
        """Replace date math, and leave of selectors only the one for failure stores."""
        name, selector = split_selector(text)
        meant = resolve_date_math(name, self.now)
        return f"{meant}{FAILURES}" if selector is Selector.FAILURES else meant

    def _expands(self, text: str) -> bool:
        return bool(self.request.expands) and is_wildcard(text)

    def _included(self, text: str) -> _Included:
        if self._expands(text):
            names = set(self._expanded(text))
            if not names and not self.request.allow_no_indices:
                raise NothingMatchesError(text)
            return _Included(text, names)
        allowed = self.may(text)
        dropped = self.request.ignore_unavailable and not allowed
        excludable = not self._excludes_always or (allowed and self._is_there(text))
        return _Included(text, set() if dropped else {text}, excludable)

    def _is_there(self, name: str) -> bool:
        known = self.inventory.get(name)
        return known is not None and not (self.opens and known.closed)

    def _excluded(self, text: str) -> set[str]:
        if not self._expands(text):
            return {text}
        names = set(self._expanded(text))
        if not names and not self.request.allow_no_indices and not self._excludes_always:
            raise NothingMatchesError(text)
        return names

    def may(self, name: str) -> bool:
        """Say whether the user may perform the action on a name, existing or not.

        All parties must allow it by the same name, not one by a data stream and another by a backing index.
        """
        known = self.inventory.get(name)
        names = (name,) if known is None or known.stream is None else (known.stream, name)
        return any(self.rights.allow(self.action, each) for each in names)

    def _expanded(self, wildcard: str) -> tuple[str, ...]:
        matches = matcher(wildcard)
        of_failures = wildcard.endswith(FAILURES)
        return tuple(
            name
            for name in sorted(self._allowed_names())
            if name.endswith(FAILURES) is of_failures
            and matches(name)
            and self._visible(wildcard, self.inventory[name])
        )

    def _allowed_names(self) -> set[str]:
        """The existing names that the action is allowed on; a data stream brings its backing indices."""
        allowed: set[str] = set()
        for known in self.inventory.values():
            if self.rights.allow(self.action, known.name):
                allowed.add(known.name)
                if known.sort is Sort.DATA_STREAM:
                    allowed.update(known.indices)
        return allowed

    def _visible(self, wildcard: str, known: Abstraction) -> bool:
        expand = self.request.expands
        if known.name.endswith(FAILURES) and known.sort is Sort.ALIAS:
            return False
        dotted = known.name.startswith(".") and wildcard.startswith(".")
        if known.hidden and not dotted and Expand.HIDDEN not in expand:
            return False
        if known.sort is not Sort.INDEX:
            return True
        return (Expand.CLOSED if known.closed else Expand.OPEN) in expand


def _exclude(names: set[str], included: list[_Included]) -> None:
    for part in tuple(included):
        if part.expression not in names:
            part.names -= names
        elif part.excludable:
            included.remove(part)


def is_wildcard(expression: str) -> bool:
    """Say whether an expression is a wildcard; in requests `?` is an ordinary character."""
    return "*" in expression


def spelled_out(expressions: tuple[str, ...]) -> tuple[str, ...]:
    """Write `*` for an `_all` that stands alone; among others it is a name, and one that nothing can have."""
    if expressions in ALL:
        return ("*",)
    name, selector = split_selector(expressions[0])
    if len(expressions) == 1 and name == "_all":
        return (f"*::{selector.value}",)
    return expressions


@lru_cache(maxsize=4096)
def matcher(wildcard: str) -> Callable[[str], object]:
    """Give a function that says whether a name matches a wildcard of a request."""
    return re.compile(".*".join(map(re.escape, wildcard.split("*"))), re.DOTALL).fullmatch


def names_of_expression(expression: str) -> Names:
    """Give the names that one expression of a request means; only `*` is a wildcard there."""
    return Names.of("".join("\\" + c if c in "?\\" and "*" in expression else c for c in expression))
