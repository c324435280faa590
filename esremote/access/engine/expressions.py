"""Which clusters an expression names, and what for: `dublin:logs-*,-dublin:logs-old,local-logs`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.access.engine.resolution import matcher
from esremote.access.engine.selectors import check_selector
from esremote.model.releases.features import Feature

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from esremote.model.releases.versions import Version

LOCAL = ""
"""The alias that stands for the local cluster itself."""


class UnknownAliasError(Exception):
    """There is no remote cluster with this alias."""


class InvalidClusterExpressionError(Exception):
    """The expression excludes a cluster in a way that the server refuses."""


@dataclass(frozen=True, slots=True)
class _Part:
    alias: str | None
    names: str


def split_by_cluster(
    expression: str, aliases: Iterable[str], version: Version, *, remote_selectors: bool = True
) -> Mapping[str, tuple[str, ...]]:
    """Split an expression by the alias that each part is for.

    Args:
        expression: the index expression as typed.
        aliases: the aliases that the local cluster has.
        version: the local cluster's version; since 9.5 `-alias:name` excludes names inside a cluster.
        remote_selectors: whether names of remote clusters may have selectors, such as `::failures`.

    Raises:
        UnknownAliasError: an alias without wildcard that does not exist.
        InvalidClusterExpressionError: an exclusion that the server refuses.
        InvalidSelectorError: a selector that the server refuses.

    >>> from esremote.model.releases.versions import Version
    >>> dict(split_by_cluster("*:logs-*,-tokyo:*", ["dublin", "tokyo"], Version(9, 5, 3)))
    {'dublin': ('logs-*',)}
    """
    known = tuple(aliases)
    found: dict[str, list[str]] = {}
    removed: list[str] = []
    included: set[str] = set()
    for part in map(_split, expression.split(",")):
        check_selector(part.names, allowed=remote_selectors or part.alias is None)
        if part.alias is None:
            found.setdefault(LOCAL, []).append(part.names)
            continue
        excludes = part.alias.startswith("-")
        matching = _matching(part.alias.removeprefix("-") if excludes else part.alias, known)
        if excludes and part.names == "*":
            if Feature.CLUSTERS_EXCLUDED_IN_ORDER.is_in(version):
                _remove(matching, found, included)
            removed += matching
            continue
        if excludes and (not Feature.DASH_BEFORE_ALIAS.is_in(version) or part.names.startswith("-")):
            raise InvalidClusterExpressionError(expression)
        included.update(matching)
        for alias in matching:
            found.setdefault(alias, []).append("-" + part.names if excludes else part.names)
    if not Feature.CLUSTERS_EXCLUDED_IN_ORDER.is_in(version):
        _remove(removed, found, set(found))
    if removed and not found:
        raise InvalidClusterExpressionError(expression)
    return {alias: tuple(names) for alias, names in found.items()}


def _remove(aliases: Iterable[str], found: dict[str, list[str]], included: set[str]) -> None:
    for alias in aliases:
        found.pop(alias, None)
        if alias not in included:
            raise InvalidClusterExpressionError(alias)


def _split(expression: str) -> _Part:
    if expression.startswith(("<", "-<")):
        return _Part(None, expression)
    alias, colon, names = expression.partition(":")
    if not colon or names.startswith(":"):
        return _Part(None, expression)
    if not alias:
        raise InvalidClusterExpressionError(expression)
    return _Part(alias, names)


def _matching(alias: str, known: tuple[str, ...]) -> list[str]:
    if alias in known:
        return [alias]
    if "*" not in alias:
        raise UnknownAliasError(alias)
    return sorted(filter(matcher(alias), known))
