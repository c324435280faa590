"""A report for a terminal or a log: headline, then one short table for each thing that changes."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from esremote.review import words
from esremote.review.report import Direction, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from esremote.review.report import AccessChange, Change, Finding, Report

_STYLES = {Direction.ADDED: "green", Direction.REMOVED: "red", Direction.CHANGED: "yellow"}
_SEVERITIES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_WIDE = 10_000
"""Off a terminal, lines are not broken: logs are searched line by line."""


def write(report: Report) -> str:
    """Render without colour."""
    out = StringIO()
    Console(file=out, width=_WIDE, color_system=None, emoji=False, highlight=False).print(
        render(report), end=""
    )
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def render(report: Report) -> RenderableType:
    """Give what `rich` prints."""
    return Group(*_parts(report))


def _parts(report: Report) -> Iterator[RenderableType]:
    headline = words.headline(report)
    yield Text(headline, style="bold yellow" if report.gained else "bold green")
    yield from _section("Access", [_access(report.access)] if report.access else [])
    yield from _section("Changes", [_change(change) for change in report.changes])
    yield from _section("Ports", [_signed(one.direction, words.port(one)) for one in report.ports])
    yield from _section("Trust", [_signed(one.direction, words.trust(one)) for one in report.trust])
    yield from _section(
        f"Findings: {words.findings_summary(report)}" if report.findings else "Findings",
        [_finding(finding) for finding in report.findings],
    )
    yield from _section(
        "Known only after apply, taken for the widest access", [Text(path) for path in report.unknown]
    )


def _section(title: str, parts: Sequence[RenderableType]) -> Iterator[RenderableType]:
    if parts:
        yield Text(f"\n{title}", style="bold")
        for part in parts:
            yield Padding(part, (0, 0, 0, 2))


def _signed(direction: Direction, line: str) -> Text:
    return Text(f"{direction.sign} {line}", style=_STYLES[direction])


def _access(changes: Sequence[AccessChange]) -> Table:
    limited = any(words.limits(change.access) or change.reasons for change in changes)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for title in ("", "who", "can", "on", "names", *(["limits"] if limited else []), "written at"):
        table.add_column(title, overflow="fold")
    for change in changes:
        row = change.access
        limits = words.joined((words.limits(row), *change.reasons))
        cells = [change.direction.sign, row.who, words.abilities(row), words.where(row), ", ".join(row.names)]
        cells += [limits] if limited else []
        table.add_row(*map(Text, [*cells, words.place(row.source)]), style=_STYLES[change.direction])
    return table


def _change(change: Change) -> RenderableType:
    title = Text.assemble(
        (f"{change.direction.sign} {change.kind} {change.name}", _STYLES[change.direction]),
        words.remark(change),
    )
    if place := words.place(change.source):
        title.append(f"  {place}", "dim")
    details = [Padding(Text(words.detail(one)), (0, 0, 0, 4)) for one in change.details]
    return Group(title, *details)


def _finding(finding: Finding) -> RenderableType:
    accepted = finding.acknowledged is not None
    title = Text.assemble(
        (finding.severity.value, "dim" if accepted else _SEVERITIES[finding.severity]),
        f"  {finding.id}  {finding.message}",
    )
    if place := words.place(finding.source):
        title.append(f"  {place}", "dim")
    more = f"acknowledged: {finding.acknowledged}" if accepted else finding.remedy and f"-> {finding.remedy}"
    return Group(title, *([Padding(Text(more, style="dim"), (0, 0, 0, 4))] if more else []))
