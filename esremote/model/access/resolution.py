"""Which names a request asks for on one cluster, once its wildcards are replaced by what the asker may see.

That is `IndexAbstractionResolver` of the server: a wildcard never reaches what is not allowed, an explicit
name is kept whether it exists or not. In 8.19 a leading `-` excludes only after a wildcard, in 9.x always.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from esremote.model.access.inventory import Abstraction, Inventory, Sort
from esremote.model.requests import Expand
from esremote.model.versions import Version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from esremote.model.access.permissions import Rights
    from esremote.model.requests import Request

_EXCLUSION_ALWAYS_SINCE = Version(9)


class NothingMatchesError(Exception):
    """A wildcard matches nothing and the request does not allow that: the server answers 404."""


class InvalidExpressionError(Exception):
    """An expression that the server answers with 400."""


@dataclass(frozen=True, slots=True)
class Resolver:
    """Resolves the expressions of one request on one cluster.

    Args:
        request: for its options.
        inventory: what exists on the cluster.
        rights: what the asker may do there.
        action: the action that the names are needed for.
        version: the cluster's version.
    """

    request: Request
    inventory: Inventory
    rights: Rights
    action: str
    version: Version

    def resolve(self, expressions: Iterable[str]) -> tuple[str, ...]:
        """Replace wildcards and apply exclusions.

        Returns:
            the names to authorize, each once, in the order in which they came up.

        Raises:
            NothingMatchesError: a wildcard matches nothing although it must.
            InvalidExpressionError: an expression is empty.
        """
        found: dict[str, None] = {}
        wildcard_seen = False
        for expression in expressions:
            excludes = expression.startswith("-") and (
                wildcard_seen or self.version >= _EXCLUSION_ALWAYS_SINCE
            )
            text = expression[1:] if excludes else expression
            if not text:
                raise InvalidExpressionError(expression)
            if self.request.expand_wildcards and is_wildcard(text):
                wildcard_seen = True
                names = self._expanded(text)
                if not names and not self.request.allow_no_indices and not self._forgives(excludes):
                    raise NothingMatchesError(text)
            else:
                names = () if self._drops(text, excludes) else (text,)
            for name in names:
                if excludes:
                    found.pop(name, None)
                else:
                    found[name] = None
        return tuple(found)

    def _forgives(self, excludes: bool) -> bool:  # noqa: FBT001 (a fact, not a mode)
        return excludes and self.version >= _EXCLUSION_ALWAYS_SINCE

    def _drops(self, name: str, excludes: bool) -> bool:  # noqa: FBT001 (a fact, not a mode)
        return not excludes and self.request.ignore_unavailable and not self.may(name)

    def may(self, name: str) -> bool:
        """Say whether the asker may have the action on a name, existing or not."""
        known = self.inventory.get(name)
        return self.rights.allow(self.action, name, known.stream if known else None)

    def _expanded(self, wildcard: str) -> tuple[str, ...]:
        matches = matcher("*" if wildcard == "_all" else wildcard)
        return tuple(
            name
            for name in sorted(self._allowed_names())
            if matches(name) and self._visible(wildcard, self.inventory[name])
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
        expand = self.request.expand_wildcards
        dotted = known.name.startswith(".") and wildcard.startswith(".")
        if known.hidden and not dotted and Expand.HIDDEN not in expand:
            return False
        if known.sort is not Sort.INDEX:
            return True
        return (Expand.CLOSED if known.closed else Expand.OPEN) in expand


def is_wildcard(expression: str) -> bool:
    """Say whether an expression is a wildcard; in requests `?` is an ordinary character."""
    return "*" in expression or expression == "_all"


@lru_cache(maxsize=4096)
def matcher(wildcard: str) -> Callable[[str], object]:
    """Give a function that says whether a name matches a wildcard of a request."""
    return re.compile(".*".join(map(re.escape, wildcard.split("*"))), re.DOTALL).fullmatch
