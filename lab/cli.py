"""`python -m lab up|down|status|logs`."""

import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click
import yaml
from rich.console import Console
from rich.table import Table

from lab import lifecycle, progress, state, versions
from lab import status as statuses
from lab.errors import LabError
from lab.lifecycle import Options
from lab.settings import Settings, Trust

_DEFAULT_DIRECTORY = Path(".lab")

_directory = click.option(
    "--directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=_DEFAULT_DIRECTORY,
    show_default=True,
    help="Folder of lab.json and the nodes.",
)


# In these, \b tells click to leave the lines as they are.
_EPILOG = """
\b
Examples:
  python -m lab up
  python -m lab status
  python -m lab down
"""
_UP_EPILOG = """
\b
Examples:
  python -m lab up
  python -m lab up --clusters hub,paris,tokyo
  python -m lab up --version frankfurt=9.5.3,dublin=8.19.21
  python -m lab up --clusters frankfurt --nodes 2
  python -m lab up --settings remote-cluster.yml

\b
remote-cluster.yml, with certificate files in each node's config folder:
  dublin:
    remote_cluster_server.enabled: true
    remote_cluster.port: 9443
    xpack.security.remote_cluster_server.ssl.key: certs/remote-cluster-server.key
    xpack.security.remote_cluster_server.ssl.certificate: certs/remote-cluster-server.crt
"""
_DOWN_EPILOG = """
\b
Examples:
  python -m lab down
  python -m lab down --directory /tmp/other-lab
"""
_STATUS_EPILOG = """
\b
Examples:
  python -m lab status

\b
Exit codes:
  0  All nodes are running.
  1  A node is not running, or no lab was started.
"""
_LOGS_EPILOG = """
\b
Examples:
  python -m lab logs frankfurt
  python -m lab logs dublin --lines 50
"""


class _Commands(click.Group):
    """Shows errors of the lab without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        try:
            return super().invoke(ctx)
        except LabError as error:
            raise click.ClickException(str(error)) from error


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=_EPILOG,
)
def main() -> None:
    """Run real Elasticsearch clusters on this machine, to try out remote clusters."""


@main.command(epilog=_UP_EPILOG)
@_directory
@click.option(
    "--clusters", default="frankfurt,dublin", show_default=True, help="Names of the clusters to start."
)
@click.option(
    "--version",
    "version",
    default=versions.DEFAULT,
    show_default=True,
    help="Version of all clusters, or NAME=VERSION,NAME=VERSION.",
)
@click.option(
    "--trust",
    type=click.Choice([each.value for each in Trust]),
    default=Trust.MUTUAL.value,
    show_default=True,
    help="Which certificate authorities nodes trust: those of all clusters, those of remote cluster "
    "servers, or only their own.",
)
@click.option(
    "--nodes",
    type=click.IntRange(1, 5),
    default=1,
    show_default=True,
    help="Number of nodes of each cluster.",
)
@click.option(
    "--settings",
    "settings_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML or JSON file with settings of each cluster, in place of the lab's remote cluster settings.",
)
def up(  # noqa: PLR0913, PLR0917 - click passes one argument for each option
    directory: Path, clusters: str, version: str, trust: str, nodes: int, settings_file: Path | None
) -> None:
    """Start clusters and wait until they are ready.

    Elasticsearch is built into the user's cache first, which takes about a minute, once. Ctrl-C stops
    everything. `python -m lab down` stops the clusters and removes their files.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _as_interrupt)
    names = versions.cluster_names(clusters)
    options = Options(
        trust=Trust(trust), nodes=dict.fromkeys(names, nodes), settings=_settings(settings_file)
    )
    console = Console()
    with progress.reporter(console) as reporter:
        running = lifecycle.up(directory, versions.for_clusters(names, version), options, reporter)
    console.print(
        f"{' and '.join(running)}: URLs, users and passwords are in {directory / state.FILE}", highlight=False
    )
    console.print(f"stop with: python -m lab down{_naming(directory)}", highlight=False)


@main.command(epilog=_DOWN_EPILOG)
@_directory
def down(directory: Path) -> None:
    """Stop all nodes of the lab and remove their files."""
    stopped = lifecycle.down(directory)
    click.echo(f"stopped {', '.join(stopped)}" if stopped else f"no lab is running in {directory}")


@main.command(epilog=_STATUS_EPILOG)
@_directory
def status(directory: Path) -> None:
    """Show the nodes of the lab and their health."""
    table = Table("node", "version", "health", "http", "remote cluster server", "pid", box=None)
    found = list(statuses.of(directory))
    for node in found:
        health = f"[{'green' if node.well else 'red'}]{node.health}"
        where = (node.url, node.remote_cluster_server or "-", str(node.pid))
        table.add_row(node.name, node.version, health, *where)
    if not found:
        raise LabError(f"no lab in {directory}; start one: python -m lab up{_naming(directory)}")
    Console().print(table)
    if not all(node.well for node in found):
        sys.exit(1)


@main.command(epilog=_LOGS_EPILOG)
@_directory
@click.argument("name")
@click.option("-n", "--lines", type=click.IntRange(1), help="Print only this many last lines.")
def logs(directory: Path, name: str, lines: int | None) -> None:
    """Print the log of a node, or the logs of a cluster. NAME is the node or cluster."""
    wanted = sorted([*directory.glob(f"{name}/*/console.log"), *directory.glob(f"*/{name}/console.log")])
    if not wanted:
        there = sorted({part for file in directory.glob("*/*/console.log") for part in file.parts[-3:-1]})
        raise LabError(f"no log of {name!r} in {directory}; available: {', '.join(there) or 'none'}")
    for file in wanted:
        text = file.read_text(encoding="utf-8", errors="replace").splitlines()
        click.echo("\n".join(text[-lines:] if lines else text))


def _naming(directory: Path) -> str:
    return "" if directory == _DEFAULT_DIRECTORY else f" --directory {directory}"


def _settings(file: Path | None) -> Mapping[str, Settings]:
    if file is None:
        return {}
    try:
        read = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise LabError(f"{file}: {error}") from error
    if not isinstance(read, dict) or not all(isinstance(each, dict) for each in read.values()):
        raise LabError(f"{file}: expected a mapping from cluster names to mappings of settings")
    return read


def _as_interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
