"""A report as one file that a browser shows without a script or the network, and prints as it stands."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from esremote.review import words
from esremote.review.headline import headline, notes
from esremote.review.writers import svg
from esremote.review.writers._styles import styled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from esremote.access.decision.decisions import Step
    from esremote.model.findings.finding import Finding
    from esremote.model.source import Source
    from esremote.review.report import AccessChange, Change, Detail, Direction, Report

_STYLE = styled("page.css")
_UNBROKEN = 40


def write(report: Report) -> str:
    """Render as a whole page."""
    return "\n".join(_page(report)) + "\n"


def _page(report: Report) -> Iterator[str]:
    title = headline(report)
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>"
    yield f'<header><p class="title">Review of <code>{escape(report.title)}</code></p>'
    yield f'<h1 class="{"gained" if report.may_give_access else "quiet"}">{escape(title)}</h1>'
    yield from (f"<p><strong>{escape(note)}</strong></p>" for note in notes(report))
    yield f'<p class="verdict">{escape(_verdict(report))}</p></header>'
    yield from _section("Access", _access(report.access))
    yield from _section("Findings", _list(map(_finding, report.findings)))
    yield from _section(
        "Connections", [f'<div class="figure">{_diagram(report)}</div>'] if report.links else []
    )
    yield from _section("Changes", _list(map(_change, report.changes)))
    yield from _section(
        words.ports_title(report.ports),
        _list(_signed(change.direction, words.PORT, words.port(change)) for change in report.ports),
    )
    yield from _section(
        words.trust_title(report.trust),
        _list(_signed(change.direction, words.TRUST, words.trust(change)) for change in report.trust),
    )
    yield from _section(
        words.UNKNOWN,
        _list(f"<li><code>{escape(path)}</code></li>" for path in report.unknown),
    )
    yield "</main></body></html>"


def _verdict(report: Report) -> str:
    return (
        f"access: {len(report.gained):,} new, {len(report.lost):,} lost · "
        f"{words.findings_summary(report.findings)} · {words.count(len(report.changes), 'changed resource')}"
    )


def _diagram(report: Report) -> str:
    return svg.diagram(report.links, title="Connections between clusters")


def _section(title: str, parts: Iterable[str]) -> Iterator[str]:
    lines = list(parts)
    if lines:
        yield f"<section><h2>{escape(title)}</h2>"
        yield from lines
        yield "</section>"


def _list(items: Iterable[str]) -> list[str]:
    lines = list(items)
    return ["<ul>", *lines, "</ul>"] if lines else []


def _tag(direction: Direction, verbs: Mapping[Direction, str]) -> str:
    return f'<span class="tag {direction}">{verbs[direction]}</span>'


def _signed(direction: Direction, verbs: Mapping[Direction, str], text: str) -> str:
    return f"<li>{_tag(direction, verbs)} {escape(text)}</li>"


def _access(changes: Sequence[AccessChange]) -> Iterator[str]:
    if not changes:
        return
    limited = any(map(_limits, changes))
    titles = ("", "who", "can", "on", "names", *(("limits",) if limited else ()), "why")
    yield f'<div class="wide"><table><thead><tr>{_cells("th", titles)}</tr></thead><tbody>'
    yield from (_access_row(change, limited=limited) for change in changes)
    yield "</tbody></table></div>"


def _access_row(change: AccessChange, *, limited: bool) -> str:
    row = change.access
    cells = [
        _tag(change.direction, words.ACCESS),
        _code(row.who),
        escape(words.abilities(row)),
        escape(words.where(row)),
        " ".join(map(_code, row.names)),
        *((_limits(change),) if limited else ()),
        "".join(map(_step, row.steps)),
    ]
    return f"<tr>{_cells('td', cells)}</tr>"


def _cells(kind: str, cells: Iterable[str]) -> str:
    return "".join(f"<{kind}>{cell}</{kind}>" for cell in cells)


def _limits(change: AccessChange) -> str:
    return "<br>".join(map(escape, words.remarks(change)))


def _code(text: str) -> str:
    """Set as code; what is short enough is never broken, so that `logs-*` stays in one piece."""
    short = ' class="short"' if len(text) <= _UNBROKEN else ""
    return f"<code{short}>{escape(text)}</code>"


def _step(step: Step) -> str:
    return (
        f'<div class="step"><strong>{escape(step.what)}</strong> of {escape(step.cluster)}: '
        f"{escape(step.detail)}{_place(step.source)}</div>"
    )


def _place(source: Source) -> str:
    return f' <span class="place">{escape(str(source))}</span>' if str(source) else ""


def _finding(finding: Finding) -> str:
    accepted = finding.acknowledged is not None
    more = (
        f'<p class="quiet">acknowledged: {escape(str(finding.acknowledged))}</p>'
        if accepted
        else f"<p>→ {escape(finding.remedy)}</p>"
        if finding.remedy
        else ""
    )
    kind = "quiet" if accepted else finding.severity.value
    return (
        f'<li><span class="tag {kind}">{finding.severity}</span> <code>{escape(finding.id)}</code> '
        f"{escape(finding.message)}{_place(finding.source)}{more}</li>"
    )


def _change(change: Change) -> str:
    details = "".join(map(_detail, change.details))
    return (
        f"<li>{_tag(change.direction, words.RESOURCE)} {escape(change.kind)} "
        f"<code>{escape(change.name)}</code>{escape(words.remark(change))}{_place(change.source)}"
        f"{f'<ul class=details>{details}</ul>' if details else ''}</li>"
    )


def _detail(detail: Detail) -> str:
    return f"<li>{escape(words.detail(detail))}</li>"
