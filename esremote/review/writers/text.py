"""A report for a terminal or a log: headline, then a short list for each thing that changes."""

from __future__ import annotations

from functools import partial
from itertools import islice
from textwrap import wrap
from typing import TYPE_CHECKING

from esremote.model.findings.finding import Severity
from esremote.review import words
from esremote.review.headline import headline
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
    yield line(headline(report), "bold yellow" if report.gained else "bold green")
    yield from section("Access", _access(report.access))
    yield from section("Changes", (one for change in report.changes for one in _change(change)))
    yield from section(
        words.ports_title(report.ports), (_signed(one.direction, words.port(one)) for one in report.ports)
    )
    yield from section(
        words.trust_title(report.trust), (_signed(one.direction, words.trust(one)) for one in report.trust)
    )
    yield line("")
    yield line(f"Findings: {words.findings_summary(report.findings)}", "bold")
    yield from (indented(told) for one in report.findings for told in finding(one))
    title = "Known only after apply, taken for the widest access"
    yield from section(title, map(line, report.unknown))


def section(title: str, content: Iterable[Line]) -> Iterator[Line]:
    """Yield a title and what stands under it, if anything does."""
    for number, one in enumerate(content):
        if not number:
            yield line("")
            yield line(title, "bold")
        yield indented(one)


def table(titles: Sequence[str], rows: Sequence[Sequence[str]], styles: Sequence[str]) -> Iterator[Line]:
    """Yield a table's lines; columns that are empty throughout are left out."""
    kept = [column for column, _ in enumerate(titles) if any(row[column] for row in rows)]
    widths = [max(len(row[column]) for row in (titles, *rows)) for column in kept]

    def in_columns(row: Sequence[str], style: str) -> Line:
        cells = [row[column].ljust(width) for column, width in zip(kept, widths, strict=True)]
        return line("  ".join(cells), style)

    if rows:
        yield in_columns(titles, "dim")
    yield from map(in_columns, rows, styles)


def finding(one: Finding) -> Iterator[Line]:
    """Yield a finding's lines."""
    accepted = one.acknowledged is not None
    style = "dim" if accepted else SEVERITIES[one.severity]
    yield ((one.severity.value, style), (f"  {one.id}", ""), (f"  {one.source.place}", "dim"))
    yield from (line(f"    {part}") for part in _WRAPPED(one.message))
    if more := f"acknowledged: {one.acknowledged}" if accepted else one.remedy and f"-> {one.remedy}":
        yield from (line(f"    {part}", "dim") for part in _WRAPPED(more, subsequent_indent="   "))


def _signed(direction: Direction, told: str) -> Line:
    return line(f"{direction.sign} {told}", STYLES[direction])


def _access(changes: Sequence[AccessChange]) -> Iterator[Line]:
    titles = ("", "who", "can", "on", "names", "written at")
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
    yield from (line(f"    {words.detail(one)}") for one in change.details)
