"""A report for a terminal or a log: headline, then a short list for each thing that changes."""

from __future__ import annotations

from functools import partial
from itertools import islice
from textwrap import wrap
from typing import TYPE_CHECKING

from esremote.model.findings.finding import Severity
from esremote.review import words
from esremote.review.headline import headline, notes
from esremote.review.report import Direction
from esremote.review.writers.lines import indented, line, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from esremote.model.findings.finding import Finding
    from esremote.review.report import AccessChange, Change, Report
    from esremote.review.writers.lines import Line

STYLES = {Direction.ADDED: "green", Direction.REMOVED: "red", Direction.CHANGED: "yellow"}
_WRAPPED = partial(wrap, width=100, break_long_words=False, break_on_hyphens=False)
SEVERITIES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def write(report: Report) -> str:
    """Render without colour, each thing on one line: logs are searched line by line."""
    return plain(lines(report))


def lines(report: Report) -> Iterator[Line]:
    """Yield the lines, with the styles that a terminal shows."""
    yield line(headline(report), "bold yellow" if report.may_give_access else "bold green")
    yield from (line(note, "bold yellow") for note in notes(report))
    yield from section("Access", _access(report.access))
    yield from section("Changes", (row for change in report.changes for row in _change(change)))
    yield from section(
        words.ports_title(report.ports),
        (_signed(change.direction, words.port(change)) for change in report.ports),
    )
    yield from section(
        words.trust_title(report.trust),
        (_signed(change.direction, words.trust(change)) for change in report.trust),
    )
    yield line("")
    yield line(f"Findings: {words.findings_summary(report.findings)}", "bold")
    yield from (indented(row) for each in report.findings for row in finding(each))
    yield from section(words.UNKNOWN, map(line, report.unknown))


def section(title: str, content: Iterable[Line]) -> Iterator[Line]:
    """Yield a title and its content, or nothing if there is none."""
    for number, row in enumerate(content):
        if not number:
            yield line("")
            yield line(title, "bold")
        yield indented(row)


def table(titles: Sequence[str], rows: Sequence[Sequence[str]], styles: Sequence[str]) -> Iterator[Line]:
    """Yield the lines of a table without its empty columns."""
    kept = [column for column, _ in enumerate(titles) if any(row[column] for row in rows)]
    widths = [max(len(row[column]) for row in (titles, *rows)) for column in kept]

    def in_columns(row: Sequence[str], style: str) -> Line:
        cells = [row[column].ljust(width) for column, width in zip(kept, widths, strict=True)]
        return line("  ".join(cells), style)

    if rows:
        yield in_columns(titles, "dim")
    yield from map(in_columns, rows, styles)


def finding(found: Finding) -> Iterator[Line]:
    """Yield a finding's lines."""
    accepted = found.acknowledged is not None
    style = "dim" if accepted else SEVERITIES[found.severity]
    yield ((found.severity.value, style), (f"  {found.id}", ""), (f"  {found.source.place}", "dim"))
    yield from (line(f"    {part}") for part in _WRAPPED(found.message))
    if more := f"acknowledged: {found.acknowledged}" if accepted else found.remedy and f"-> {found.remedy}":
        yield from (line(f"    {part}", "dim") for part in _WRAPPED(more, subsequent_indent="   "))


def _signed(direction: Direction, text: str) -> Line:
    return line(f"{direction.sign} {text}", STYLES[direction])


def _access(changes: Sequence[AccessChange]) -> Iterator[Line]:
    titles = ("", "who", "can", "on", "names", "defined at")
    styles = [STYLES[change.direction] for change in changes]
    rows = table(titles, [_access_row(change) for change in changes], styles)
    yield from islice(rows, 1)
    for change, row in zip(changes, rows, strict=True):
        yield row
        yield from (line(f"       {remark}", "dim") for remark in words.remarks(change))


def _access_row(change: AccessChange) -> tuple[str, ...]:
    row = change.access
    return (
        change.direction.sign,
        row.who,
        words.abilities(row),
        words.where(row),
        ", ".join(row.names),
        row.source.place,
    )


def _change(change: Change) -> Iterator[Line]:
    title = f"{change.direction.sign} {change.kind} {change.name}"
    place = (f"  {change.source.place}", "dim")
    yield ((title, STYLES[change.direction]), (words.remark(change), ""), place)
    yield from (line(f"    {words.detail(detail)}") for detail in change.details)
