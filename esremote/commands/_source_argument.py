"""The argument SOURCE of the commands, and its options."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from esremote.commands._output import asking
from esremote.sources.kinds import Kind
from esremote.sources.read import read_source
from esremote.sources.stack_files import APP_FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable

    from esremote.sources.description import Description

_Function = TypeVar("_Function", bound="Callable[..., object]")


@dataclass(frozen=True, slots=True)
class SourceArgument:
    """The source that a command line names.

    Attributes:
        path: the file or folder.
        live: whether to ask the clusters that it names instead of reading what it says of them.
        synth_dir: for a plan or a state, the folder of the stack that it was made from.
        stacks: the stacks of a synthesised app to read; all of them if empty.
        verbose: whether to report what was read and has no bearing on access.
    """

    path: Path
    live: bool
    synth_dir: Path | None
    stacks: tuple[str, ...]
    verbose: bool = False

    def read(self) -> Description:
        """Read the source, and ask the clusters of a list of live clusters or with `--live`.

        Raises:
            UnreadableError: it cannot be read, or does not say how its clusters are reached.
        """
        described = self.read_only()
        return ask_if_live(described, live=self.live)

    def read_only(self) -> Description:
        """Read the source without asking any cluster.

        Raises:
            UnreadableError: it cannot be read.
        """
        today = datetime.now(UTC).date()
        described = read_source(self.path, today=today, synth_dir=self.synth_dir, stacks=self.stacks)
        for place in described.ignored if self.verbose else ():
            click.echo(f"{self.path}: {place} has no bearing on remote access and is ignored", err=True)
        return described


def ask_if_live(described: Description, *, live: bool = False) -> Description:
    """Ask the clusters of a list of live clusters, or with `live` those of any source.

    Raises:
        UnreadableError: the source does not say how its clusters are reached.
    """
    if not live and described.kind is not Kind.CLUSTERS:
        return described
    from esremote.live.ask import ask, open_clusters  # noqa: PLC0415 - httpx is slow to import

    clusters = open_clusters(described)
    with asking(len(clusters)):
        return ask(described, clusters)


def source_argument(function: _Function) -> Callable[..., object]:
    """Give a command SOURCE, `--synth-dir` and `--stack`, as one `SourceArgument`."""

    @functools.wraps(function)
    def packed(
        *,
        source: Path,
        synth_dir: Path | None,
        stacks: tuple[str, ...],
        live: bool = False,
        verbose: bool = False,
        **options: Any,  # noqa: ANN401 - the options of the command itself
    ) -> object:
        return function(source=SourceArgument(source, live, synth_dir, stacks, verbose), **options)

    with_stack = click.option(
        "--stack",
        "stacks",
        multiple=True,
        metavar="NAME",
        help="Read only this stack of a synthesised app. Can be repeated.",
    )(packed)
    text = "Report what SOURCE contains that has no bearing on remote access."
    with_verbose = click.option("--verbose", is_flag=True, help=text)(with_stack)
    with_synth_dir = synth_dir_option(with_verbose)
    return click.argument("source", type=click.Path(path_type=Path), default=APP_FOLDER)(with_synth_dir)


def live_option(function: _Function) -> _Function:
    """Give a command `--live`."""
    text = "Ask the clusters that SOURCE names instead of reading what it says about them."
    return click.option("--live", is_flag=True, help=text)(function)


def synth_dir_option(function: _Function) -> _Function:
    """Give a command `--synth-dir`."""
    return click.option(
        "--synth-dir",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder of the synthesised stack that a plan or state was made from. Adds Python lines, "
        "findings and node settings.  [default: the folder of the plan or state]",
    )(function)
