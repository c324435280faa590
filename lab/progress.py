"""Shows what each cluster is doing: moving lines on a terminal, plain ones elsewhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn


class Reporter(Protocol):
    """Receives what happens, possibly from several threads."""

    def say(self, subject: str, doing: str) -> None:
        """`subject`, a cluster or a build, is doing something now."""

    def done(self, subject: str, outcome: str) -> None:
        """`subject` is finished."""


@contextmanager
def reporter(console: Console) -> Iterator[Reporter]:
    """The reporter that fits the console."""
    if not console.is_terminal:
        yield _Plain(console)
        return
    with Progress(
        SpinnerColumn(finished_text="[green]✓"),
        TextColumn("{task.fields[subject]}", style="bold"),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=console,
    ) as progress:
        yield _Live(progress)


class _Live:
    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def _task(self, subject: str) -> TaskID:
        if subject not in self._tasks:
            self._tasks[subject] = self._progress.add_task("", total=1, subject=subject)
        return self._tasks[subject]

    def say(self, subject: str, doing: str) -> None:
        self._progress.update(self._task(subject), description=doing)

    def done(self, subject: str, outcome: str) -> None:
        self._progress.update(self._task(subject), description=outcome, completed=1)


class _Plain:
    """Prints one line when a subject does something of a new kind, which its first word tells."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._begun: dict[str, float] = {}
        self._doing: dict[str, str] = {}

    def say(self, subject: str, doing: str) -> None:
        self._begun.setdefault(subject, time.monotonic())
        kind = doing.partition(" ")[0]
        if self._doing.get(subject) != kind:
            self._doing[subject] = kind
            self._print(subject, doing)

    def done(self, subject: str, outcome: str) -> None:
        seconds = time.monotonic() - self._begun.get(subject, time.monotonic())
        self._print(subject, f"{outcome} after {seconds:.1f} s")

    def _print(self, subject: str, text: str) -> None:
        self._console.print(f"{subject}: {text}", highlight=False, soft_wrap=True, markup=False)


class Silent:
    """Prints nothing."""

    def say(self, subject: str, doing: str) -> None:
        """Ignore it."""

    def done(self, subject: str, outcome: str) -> None:
        """Ignore it."""
