"""`python -m lab up|down|status|logs`."""

import signal
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click
import yaml
from rich.console import Console

from lab import lifecycle, progress, state, versions
from lab.errors import LabError
from lab.lifecycle import Options
from lab.settings import Settings, Trust

_directory = click.option(
    "--directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".lab"),
    show_default=True,
    help="Where lab.json and the nodes are.",
)


class _Commands(click.Group):
    """Shows errors that have a remedy without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        try:
            return super().invoke(ctx)
        except LabError as error:
            raise click.ClickException(str(error)) from error


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Each command has its own --help with examples.",
)
def main() -> None:
    """Real Elasticsearch clusters on this machine, to try remote clusters on."""


@main.command()
@_directory
@click.option(
    "--clusters", default="frankfurt,dublin", show_default=True, help="Names, one cluster for each."
)
@click.option(
    "--version",
    "version",
    default=versions.DEFAULT,
    show_default=True,
    help="One for all, or NAME=VERSION,NAME=VERSION.",
)
@click.option(
    "--trust",
    type=click.Choice([each.value for each in Trust]),
    default=Trust.MUTUAL.value,
    show_default=True,
    help="Whose authorities nodes trust: each other's, those of remotes as a client, or nobody's.",
)
@click.option(
    "--nodes", type=click.IntRange(1, 5), default=1, show_default=True, help="Nodes of each cluster."
)
@click.option(
    "--settings",
    "settings_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML or JSON: by cluster, what replaces the lab's remote cluster settings.",
)
def up(  # noqa: PLR0913, PLR0917 - click passes one argument for each option
    directory: Path, clusters: str, version: str, trust: str, nodes: int, settings_file: Path | None
) -> None:
    """Start clusters and wait until they are ready.

    \b
    python -m lab up
    python -m lab up --clusters hub,paris,tokyo
    python -m lab up --version frankfurt=9.5.3,dublin=8.19.21
    python -m lab up --clusters frankfurt --nodes 2
    python -m lab up --settings remote-cluster.yml

    What is missing is built into the user's cache first: a minute for the first checkout, nothing for the
    next. Ctrl-C leaves nothing running; `python -m lab down` undoes it.
    """  # noqa: D301 - \b is click's mark, not an escape
    signal.signal(signal.SIGTERM, _as_interrupt)
    names = [name.strip() for name in clusters.split(",") if name.strip()]
    options = Options(trust=Trust(trust), nodes=nodes, settings=_settings(settings_file))
    console = Console()
    with progress.reporter(console) as reporter:
        running = lifecycle.up(directory, versions.for_clusters(names, version), options, reporter)
    for name, cluster in running.items():
        console.print(
            f"{name}  {cluster['url']}  {cluster['username']}  {cluster['password']}", highlight=False
        )
    console.print(f"all of it: {directory / state.FILE}; stop it: python -m lab down", highlight=False)


@main.command()
@_directory
def down(directory: Path) -> None:
    """Stop all nodes of the lab and remove what they wrote.

    \b
    python -m lab down
    python -m lab down --directory /tmp/other-lab
    """  # noqa: D301
    stopped = lifecycle.down(directory)
    click.echo(f"stopped {', '.join(stopped)}" if stopped else f"no lab runs in {directory}")


def _settings(file: Path | None) -> Mapping[str, Settings]:
    if file is None:
        return {}
    read = yaml.safe_load(file.read_text(encoding="utf-8"))
    if not isinstance(read, dict) or not all(isinstance(each, dict) for each in read.values()):
        raise LabError(f"{file}: expected a mapping from cluster names to mappings of settings")
    return read


def _as_interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
