"""The headline: what can be read after a change that could not be read before, and what no longer can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.pattern_sets import covers
from esremote.model.roles.reserved import SUPERUSER
from esremote.review.what_is_new import what_is_new
from esremote.review.words import count, in_common_briefly, names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    left_out = report.left_out.may_give_access
    nothing_new = "No new access in what was looked at" if left_out else "No new access"
    if not gained and not lost:
        return f"{nothing_new}: nothing can be read that could not be read before."
    if not gained:
        return f"{nothing_new}. {_lose(lost)}."
    tail = f" {_lose(lost)}." if lost else ""
    known = any(not change.access.missing for change in gained)
    return f"{'New access' if known else 'Perhaps new access'}: {_gain(gained)}.{tail}"


def notes(report: Report) -> Iterator[str]:
    """Yield what must stand beside the headline, each in a sentence of its own."""
    if report.purpose:
        yield report.purpose
    if report.drifted:
        yield f"Outside Terraform, since the last apply: {_gain(report.drifted)}. {_whether_it_stays(report)}"
    for alias in report.moved:
        yield (
            f"Alias {alias.alias} of {alias.local_cluster} leads elsewhere: {alias.after} instead of "
            f"{alias.before}. All access over it counts as new."
        )
    named = report.left_out.may_give_access
    if named:
        which = "; ".join(f"{each.address} {each.why}" for each in named)
        verb = "was" if len(named) == 1 else "were"
        yield f"{count(len(named), 'change')} that may give access {verb} not looked at: {which}."
    if report.left_out.unrelated:
        unrelated = report.left_out.unrelated
        verb = "has" if unrelated == 1 else "have"
        yield f"{count(unrelated, 'other change')} {verb} nothing to do with Elasticsearch."


def _whether_it_stays(report: Report) -> str:
    """Say what the plan does about access that appeared outside Terraform."""
    drifted = {(change.access.who, change.access.remote_cluster) for change in report.drifted}
    lost = {(change.access.who, change.access.remote_cluster) for change in report.lost}
    return "This change takes it back." if drifted <= lost else "This change does not take all of it back."


def _gain(changes: Sequence[AccessChange]) -> str:
    """Say who can do what and where; those who could read the names already, what they see more of them."""
    who_by_what: dict[str, list[str]] = {}
    for rows in _alike(changes):
        for who, what in _clauses(rows):
            who_by_what.setdefault(what, []).append(who)
    return "; ".join(f"{' and '.join(who)} {what}" for what, who in who_by_what.items())


def _alike(changes: Sequence[AccessChange]) -> Iterator[Sequence[AccessChange]]:
    """Part superusers from other roles, and what is known from the widest that something can be."""
    for known in (True, False):
        for superusers in _order(changes):
            rows = [
                change
                for change in changes
                if (change.access.role == SUPERUSER) is superusers and (not change.access.missing) is known
            ]
            if not known:
                rows = [row for row in rows if not _said(row, changes)]
            if rows:
                yield rows


def _order(changes: Sequence[AccessChange]) -> tuple[bool, bool]:
    """Begin with superusers if they gain everything on a cluster, restricted indices included."""
    everything = any(
        change.access.role == SUPERUSER and change.access.names == ("*",) and change.access.restricted
        for change in changes
    )
    return (True, False) if everything else (False, True)


def _said(row: AccessChange, changes: Sequence[AccessChange]) -> bool:
    """Whether a known row says already what an uncertain one may be."""
    return any(
        not other.access.missing
        and other.access.who == row.access.who
        and covers(other.access.names, row.access.names)
        for other in changes
    )


def _clauses(rows: Sequence[AccessChange]) -> Iterator[tuple[str, str]]:
    """Yield who, and what they can do."""
    by_novelty: dict[str, list[AccessChange]] = {}
    for row in rows:
        by_novelty.setdefault(what_is_new(row), []).append(row)
    for novelty, alike in by_novelty.items():
        if novelty:
            yield from ((_who(part), _sees(novelty, part)) for part in _apart(alike))
        else:
            yield from ((_who(part), _can(part)) for part in _apart(alike))


def _sees(novelty: str, rows: Sequence[AccessChange]) -> str:
    of = _each_named(rows)
    verb = _verb(rows)
    return f"{verb} see {novelty}{f' of {of}' if of else ''} on {_where(rows)}{_missing(rows)}"


def _can(rows: Sequence[AccessChange]) -> str:
    verbs = " and ".join(sorted({ability.value for row in rows for ability in row.access.abilities}))
    everything = "everything" if {row.access.names for row in rows} == {("*",)} else ""
    what = f"{verbs} {named}" if (named := everything or _named(rows)) else verbs
    restricted = rows[0].access.role == SUPERUSER and any(
        row.access.restricted and row.access.names == ("*",) for row in rows
    )
    included = ", restricted indices included" if restricted else ""
    return f"{_verb(rows)} {what} on {_where(rows)}{included}{_missing(rows)}"


def _verb(rows: Sequence[AccessChange]) -> str:
    return "may" if rows[0].access.missing else "can"


def _missing(rows: Sequence[AccessChange]) -> str:
    missing = sorted({text for row in rows for text in row.access.missing})
    return f" (not known: {_those(missing, 'things')} {_are(missing)} not in view)" if missing else ""


def _are(named: Sequence[str]) -> str:
    return "is" if len(named) == 1 else "are"


def _each_named(rows: Sequence[AccessChange]) -> str:
    """Name the patterns of rows that were readable before, as far as there is room."""
    every = tuple(dict.fromkeys(name for row in rows for name in row.access.names))
    return names(every, _MOST) if len(every) < _MOST else ""


def _apart(rows: Sequence[AccessChange]) -> Sequence[Sequence[AccessChange]]:
    """Describe a few roles separately if they gain access on different clusters, many roles together."""
    roles = sorted({row.access.who for row in rows})
    if len(roles) >= _MOST:
        return [rows]
    by_role = [[row for row in rows if row.access.who == who] for who in roles]
    return by_role if len(set(map(_where, by_role))) > 1 else [rows]


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
    if all(row.access.role == SUPERUSER for row in rows):
        return f"the superusers of {len(roles):,} clusters"
    clusters = sorted({row.access.local_cluster for row in rows if row.access.local_cluster})
    return f"{len(roles):,} roles of {_those(clusters, 'clusters')}"


def _where(rows: Sequence[AccessChange]) -> str:
    return _those(sorted({row.access.remote_cluster for row in rows}), "clusters")


def _those(names: Sequence[str], noun: str) -> str:
    return " and ".join(names) if len(names) < _MOST else f"{len(names):,} {noun}"
