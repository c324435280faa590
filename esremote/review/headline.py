"""The headline: what can be read after a change that could not be read before, and what no longer can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.model.roles.reserved import SUPERUSER
from esremote.review.words import in_common_briefly, names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from esremote.review.report import AccessChange, Report

_MOST = 3
"""From this many on, names, roles and clusters are counted instead of listed."""


def headline(report: Report) -> str:
    """Summarise a report in one sentence.

    >>> from esremote.review.report import Report
    >>> headline(Report(title="plan.json"))
    'No new access: nothing can be read that could not be read before.'
    """
    gained, lost = report.gained, report.lost
    if not gained and not lost:
        return "No new access: nothing can be read that could not be read before."
    if not gained:
        return f"No new access. {_lose(lost)}."
    tail = f" {_lose(lost)}." if lost else ""
    return f"New access: {_gain(gained)}.{tail}"


def _gain(changes: Sequence[AccessChange]) -> str:
    """Say who can do what and where; superusers only if no other role can."""
    rows = _without_superusers(changes)
    return "; ".join(map(_can, _apart(rows))) + _and_superusers(changes, rows)


def _can(rows: Sequence[AccessChange]) -> str:
    verbs = " and ".join(sorted({ability.value for row in rows for ability in row.access.abilities}))
    what = f"{verbs} {named}" if (named := _named(rows)) else verbs
    return f"{_who(rows)} can {what} on {_where(rows)}"


def _apart(rows: Sequence[AccessChange]) -> Sequence[Sequence[AccessChange]]:
    """Describe a few roles separately if they gain access on different clusters, many roles together."""
    roles = sorted({row.access.who for row in rows})
    if len(roles) >= _MOST:
        return [rows]
    by_role = [[row for row in rows if row.access.who == who] for who in roles]
    return by_role if len(set(map(_where, by_role))) > 1 else [rows]


def _and_superusers(changes: Sequence[AccessChange], rows: Sequence[AccessChange]) -> str:
    """Mention superusers, who always gain what others gain, if they gain everything."""
    every = {change.access.who: change for change in changes if change.access.names == ("*",)}
    more = sorted(who for who, row in every.items() if row.access.role == SUPERUSER and row not in rows)
    return f", and {_those(more, 'superusers')} everything" if more else ""


def _lose(changes: Sequence[AccessChange]) -> str:
    rows = _without_superusers(changes)
    verb = "loses" if len({row.access.who for row in rows}) == 1 else "lose"
    return f"{_who(rows)} {verb} {_named(rows) or 'some access'} on {_where(rows)}"


def _named(rows: Sequence[AccessChange]) -> str:
    """Name the patterns if there is one role and one cluster, or if they are the same everywhere."""
    every = sorted({name for row in rows for name in row.access.names})
    alone = len({(row.access.remote_cluster, row.access.who) for row in rows}) == 1
    alike = len({row.access.names for row in rows}) == 1
    if not every or not (alone or alike):
        return ""
    kept = [text for row in rows for text in in_common_briefly(row)]
    if kept and len(rows) > 1:
        return ""
    return names(every, _MOST) + (f" ({'; '.join(kept)})" if kept else "")


def _without_superusers(changes: Sequence[AccessChange]) -> Sequence[AccessChange]:
    return [change for change in changes if change.access.role != SUPERUSER] or changes


def _who(rows: Sequence[AccessChange]) -> str:
    roles = sorted({row.access.who for row in rows})
    if len(roles) < _MOST:
        return " and ".join(roles)
    clusters = sorted({row.access.local_cluster for row in rows if row.access.local_cluster})
    return f"{len(roles):,} roles of {_those(clusters, 'clusters')}"


def _where(rows: Sequence[AccessChange]) -> str:
    return _those(sorted({row.access.remote_cluster for row in rows}), "clusters")


def _those(names: Sequence[str], noun: str) -> str:
    return " and ".join(names) if len(names) < _MOST else f"{len(names):,} {noun}"
