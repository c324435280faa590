"""Prints the progress of the demonstration: one line for each step, with its outcome."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from collections.abc import Iterator


class DemoError(Exception):
    """A step that did not do what it promises; the message says what was expected and what was seen."""


@dataclass
class Findings:
    """What a step has to say about its success, filled while the step runs."""

    text: str = ""

    def are(self, text: str) -> None:
        """Set what the step's line says after its title."""
        self.text = text


@dataclass
class Narrator:
    """Prints the story of the demonstration.

    Example:
        >>> with Narrator().step("Search the granted index") as findings:
        ...     findings.are("1 document")
    """

    console: Console = field(default_factory=lambda: Console(highlight=False))

    @contextmanager
    def step(self, title: str) -> Iterator[Findings]:
        """Show `title` while the step runs, then one line with how it ended and how long it took."""
        findings = Findings()
        started = time.monotonic()
        try:
            with self.console.status(escape(title)):
                yield findings
        except BaseException:
            self._line("[red]✘[/red]", title, "", started)
            raise
        self._line("[green]✔[/green]", title, findings.text, started)

    def say(self, text: str = "") -> None:
        """Print a line of its own."""
        self.console.print(text, soft_wrap=True)

    def failed(self, reason: str) -> None:
        """Print why the demonstration ended early."""
        self.console.print(f"\n[red]The demonstration failed:[/red] {escape(reason)}", soft_wrap=True)

    def _line(self, mark: str, title: str, outcome: str, started: float) -> None:
        seconds = time.monotonic() - started
        took = f" [dim]({seconds:.1f} s)[/dim]" if seconds >= 1 else ""
        what = f": {escape(outcome)}" if outcome else ""
        self.console.print(f"{mark} {escape(title)}{what}{took}", soft_wrap=True)
