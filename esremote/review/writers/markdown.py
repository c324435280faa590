"""A report as a comment on a pull request: headline, small table, everything else folded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from esremote.review import words
from esremote.review.headline import headline, notes
from esremote.review.report import Direction
from esremote.review.writers import mermaid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from esremote.model.findings.finding import Finding
    from esremote.model.source import Source
    from esremote.review.report import AccessChange, Change, Report

MARKER = "<!-- esremote review -->"
"""The first line of the comment: a pipeline finds its own comment by it and updates it."""

ROWS = 30
"""Rows that are shown; the rest is counted. A comment can have 65,536 characters."""

LINKS = 40
"""The most connections that a diagram can show legibly."""

_SIGNS = {Direction.ADDED: "🟢", Direction.REMOVED: "🔴", Direction.CHANGED: "🟡"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def write(report: Report) -> str:
    """Render as GitHub and GitLab understand it."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield MARKER
    yield f"### {'🔓' if report.may_give_access else '🔒'} {_plain(headline(report))}"
    yield ""
    for note in notes(report):
        yield f"**{_plain(note)}**"
        yield ""
    if report.access:
        yield from _table(report.access)
    yield _verdict(report)
    yield ""
    yield from _listed("Findings", map(_finding, report.findings))
    yield from _listed("Changes", map(_change, report.changes))
    network = [
        f"{_did(change.direction, words.PORT)} port: {_plain(words.port(change))}" for change in report.ports
    ]
    network += [
        f"{_did(change.direction, words.TRUST)} trust: {_plain(words.trust(change))}"
        for change in report.trust
    ]
    yield from _listed(words.NETWORK, ([f"- {line}"] for line in network))
    yield from _diagram(report)
    yield from _listed(words.UNKNOWN, ([f"- {_code(path)}"] for path in report.unknown))


def _table(changes: Sequence[AccessChange]) -> Iterator[str]:
    limited = any(map(words.remarks, changes[:ROWS]))
    titles = ["", "who", "can", "on", "names", *(["limits"] if limited else []), "defined at"]
    yield f"| {' | '.join(titles)} |"
    yield f"|{' --- |' * len(titles)}"
    for change in changes[:ROWS]:
        row = change.access
        cells = [
            _did(change.direction, words.ACCESS),
            _celled(row.who),
            words.abilities(row),
            _plain(words.where(row)),
            " ".join(map(_celled, row.names)),
        ]
        if limited:
            cells.append("<br>".join(map(_plain, words.remarks(change))))
        yield f"| {' | '.join([*cells, _celled(row.source.place)])} |"
    if len(changes) > ROWS:
        yield ""
        yield f"… and {len(changes) - ROWS:,} more: see the HTML or JSON report."
    yield ""


def _verdict(report: Report) -> str:
    summary = _plain(words.findings_summary(report.findings))
    return f"❌ {summary} (needs action)" if report.open_findings else f"✅ {summary}"


def _finding(finding: Finding) -> Iterator[str]:
    title = f"**{finding.severity}** {_code(finding.id)} {_plain(finding.message)}"
    yield f"- {title} {_place(finding.source)}".rstrip()
    if finding.acknowledged is not None:
        yield f"  <br>acknowledged: {_plain(str(finding.acknowledged))}"
    elif finding.remedy:
        yield f"  <br>→ {_plain(finding.remedy)}"


def _change(change: Change) -> Iterator[str]:
    name = f"{change.kind} {_code(change.name)}{words.remark(change)}"
    yield f"- {_did(change.direction, words.RESOURCE)} {name} {_place(change.source)}".rstrip()
    yield from (f"  - {_code(words.detail(detail))}" for detail in change.details)


def _did(direction: Direction, verbs: Mapping[Direction, str]) -> str:
    return f"{_SIGNS[direction]} {verbs[direction]}"


def _place(source: Source) -> str:
    return _code(source.place) if source.place else ""


def _diagram(report: Report) -> Iterator[str]:
    links = report.links
    if len(links) > LINKS:
        links = tuple(link for link in links if link.direction is not None)
    if links and len(links) <= LINKS:
        yield from _folded("Diagram", ["```mermaid", mermaid.diagram(links).rstrip(), "```"])


def _listed(title: str, items: Iterable[Iterable[str]]) -> Iterator[str]:
    """Fold a list of items, each of one or more lines."""
    every = [list(lines) for lines in items]
    shown = [line for lines in every[:ROWS] for line in lines[:ROWS]]
    more = len(every) - ROWS
    yield from _folded(f"{title} ({len(every):,})", [*shown, f"- … and {more:,} more"] if more > 0 else shown)


def _folded(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"<details><summary>{title}</summary>"
        yield ""
        yield from lines
        yield ""
        yield "</details>"
        yield ""


def _plain(text: str) -> str:
    """Keep Markdown from reading names as markup."""
    return _SPECIAL.sub(r"\\\1", text.replace("\n", " "))


def _celled(text: str) -> str:
    """Set as code inside a table, where a bar must be escaped even so."""
    return _code(text).replace("|", "\\|") if text else ""


def _code(text: str) -> str:
    fence = "``" if "`" in text else "`"
    inner = f" {text} " if "`" in text else text
    return f"{fence}{inner}{fence}".replace("\n", " ")
