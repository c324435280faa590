"""A report for a terminal or a log: headline, then a short list for each thing that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from esremote.review import words
from esremote.review.report import Direction, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from esremote.review.report import AccessChange, Change, Finding, Report

STYLES = {Direction.ADDED: "green", Direction.REMOVED: "red", Direction.CHANGED: "yellow"}
SEVERITIES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def write(report: Report) -> str:
    """Render without colour, each thing on one line: logs are searched line by line."""
    return "".join(f"{line.plain.rstrip()}\n" for line in lines(report))


def lines(report: Report) -> Iterator[Text]:
    """Yield the lines, with the styles that a terminal shows."""
    yield Text(words.headline(report), style="bold yellow" if report.gained else "bold green")
    yield from section("Access", _access(report.access))
    yield from section("Changes", (line for change in report.changes for line in _change(change)))
    yield from section("Ports", (_signed(one.direction, words.port(one)) for one in report.ports))
    yield from section("Trust", (_signed(one.direction, words.trust(one)) for one in report.trust))
    yield Text(f"\nFindings: {words.findings_summary(report.findings)}", style="bold")
    yield from (Text("  ").append_text(line) for one in report.findings for line in finding(one))
    title = "Known only after apply, taken for the widest access"
    yield from section(title, (Text(path) for path in report.unknown))


def section(title: str, content: Iterable[Text]) -> Iterator[Text]:
    """Yield a title and what stands under it, if anything does."""
    for number, line in enumerate(content):
        if not number:
            yield Text(f"\n{title}", style="bold")
        yield Text("  ").append_text(line)


def table(titles: Sequence[str], rows: Sequence[Sequence[str]], styles: Sequence[str]) -> Iterator[Text]:
    """Yield a table's lines; columns that are empty throughout are left out."""
    kept = [column for column, _ in enumerate(titles) if any(row[column] for row in rows)]
    widths = [max(len(row[column]) for row in (titles, *rows)) for column in kept]

    def line(row: Sequence[str], style: str) -> Text:
        cells = (row[column].ljust(width) for column, width in zip(kept, widths, strict=True))
        return Text("  ".join(cells), style=style)

    if rows:
        yield line(titles, "dim")
    yield from map(line, rows, styles)


def finding(one: Finding) -> Iterator[Text]:
    """Yield a finding's lines."""
    accepted = one.acknowledged is not None
    style = "dim" if accepted else SEVERITIES[one.severity]
    title = Text.assemble((one.severity.value, style), f"  {one.id}  {one.message}")
    yield title.append(f"  {words.place(one.source)}", "dim")
    if more := f"acknowledged: {one.acknowledged}" if accepted else one.remedy and f"-> {one.remedy}":
        yield Text(f"    {more}", style="dim")


def _signed(direction: Direction, line: str) -> Text:
    return Text(f"{direction.sign} {line}", style=STYLES[direction])


def _access(changes: Sequence[AccessChange]) -> Iterator[Text]:
    titles = ("", "who", "can", "on", "names", "limits", "written at")
    styles = [STYLES[change.direction] for change in changes]
    yield from table(titles, [_access_row(change) for change in changes], styles)


def _access_row(change: AccessChange) -> tuple[str, ...]:
    row = change.access
    return (
        change.direction.sign,
        row.who,
        words.abilities(row),
        words.where(row),
        ", ".join(row.names),
        words.joined((words.limits(row), *change.reasons, words.example(change))),
        words.place(row.source),
    )


def _change(change: Change) -> Iterator[Text]:
    title = f"{change.direction.sign} {change.kind} {change.name}"
    line = Text.assemble((title, STYLES[change.direction]), words.remark(change))
    yield line.append(f"  {words.place(change.source)}", "dim")
    yield from (Text(f"    {words.detail(one)}") for one in change.details)
