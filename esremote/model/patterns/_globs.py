"""Wildcards against wildcards: what two of them have in common, again as wildcards."""

from __future__ import annotations

from functools import cache

from esremote.model.patterns._wildcards import ANY, ONE, tokens

_MOST = 64

Glob = tuple[str, ...]


def common(left: str, right: str) -> tuple[str, ...] | None:
    """Give wildcards that together match exactly what both match, or None when that would take very many.

    >>> common("logs-*", "*-prod")
    ('logs-*-prod', 'logs-prod')
    """
    try:
        found = _common(tokens(left), tokens(right))
    except (_TooManyError, RecursionError):
        return None
    return tuple(sorted(_written(glob) for glob in found))


class _TooManyError(Exception):
    pass


@cache
def _common(left: Glob, right: Glob) -> frozenset[Glob]:
    if not left or not right:
        rest = left or right
        return frozenset({()}) if all(token == ANY for token in rest) else frozenset()
    if left == (ANY,):
        return frozenset({right})
    if right == (ANY,):
        return frozenset({left})
    match left[0], right[0]:
        case "*", "*":
            found = _after(ANY, _common(left[1:], right)) | _after(ANY, _common(left, right[1:]))
        case "*", token:
            found = _common(left[1:], right) | _after(token, _common(left, right[1:]))
        case token, "*":
            found = _common(left, right[1:]) | _after(token, _common(left[1:], right))
        case token, other if token == other or ONE in (token, other):
            found = _after(other if token == ONE else token, _common(left[1:], right[1:]))
        case _:
            return frozenset()
    if len(found) > _MOST:
        raise _TooManyError
    return found


def _after(token: str, globs: frozenset[Glob]) -> frozenset[Glob]:
    return frozenset(glob if token == ANY and glob[:1] == (ANY,) else (token, *glob) for glob in globs)


def _written(glob: Glob) -> str:
    wild = ANY in glob or ONE in glob
    return "".join(
        token if token in {ANY, ONE} else "\\" + token[1] if wild and token[1] in "*?\\" else token[1]
        for token in glob
    )
