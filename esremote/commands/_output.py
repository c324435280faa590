"""What the commands share: error messages, and output to a terminal or a file."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from esremote.model.errors import ConfigurationError
from esremote.model.patterns import TooComplexError
from esremote.review.writers.lines import visible
from esremote.sources.problems import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from esremote.review.writers.lines import Line

_Function = TypeVar("_Function", bound="Callable[..., object]")

FOUND = 2
"""The exit code when a command finds what it was asked to look for. 1 is for errors, 0 for the rest."""


@contextmanager
def errors_in_words() -> Iterator[None]:
    """Turn wrong input into error messages, one line for each problem, and exit code 1."""
    try:
        yield
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from None
    except TooComplexError as error:
        message = f"not known: too complex ({error}); write the pattern in a simpler way"
        raise click.ClickException(message) from None
    except UnreadableError as error:
        raise click.ClickException("\n       ".join(map(str, error.problems))) from None


def emit(content: str, output: Path | None) -> None:
    """Write to a file, or to standard output if none is named."""
    if output is None:
        click.echo(content, nl=False)
        return
    try:
        output.write_text(content, encoding="utf-8")
    except OSError as problem:
        raise click.ClickException(f"{output}: cannot be written: {problem.strerror}") from None


def show(lines: Iterable[Line]) -> None:
    """Print to a terminal, in colour unless NO_COLOR is set."""
    from rich.console import Console  # noqa: PLC0415 (slow to import)
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False, emoji=False)
    for line in lines:
        console.print(Text.assemble(*((visible(text), style) for text, style in line)))


@contextmanager
def nothing_to_collect() -> Iterator[None]:
    """Turn off garbage collection: it takes up to a third of the time, and what is read lives to the end."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def asking(clusters: int) -> Iterator[None]:
    """Show on the terminal that clusters are being asked, which takes as long as the slowest of them."""
    from rich.console import Console  # noqa: PLC0415 (slow to import)

    console = Console(stderr=True)
    with console.status(f"asking {clusters} cluster{'' if clusters == 1 else 's'} …"):
        yield


def at_a_terminal() -> bool:
    """Say whether standard output is a terminal."""
    return sys.stdout.isatty()


def output_options(formats: Iterable[str]) -> Callable[[_Function], _Function]:
    """Give a command `--format` and `--output`; the first format is the default."""
    names = list(formats)

    def decorate(function: _Function) -> _Function:
        with_output = click.option(
            "--output",
            "-o",
            type=click.Path(path_type=Path, dir_okay=False),
            help="Write to this file instead of standard output.",
        )(function)
        return click.option(
            "--format",
            "-f",
            "format_",
            type=click.Choice(names),
            default=names[0],
            show_default=True,
            help="Output format.",
        )(with_output)

    return decorate
