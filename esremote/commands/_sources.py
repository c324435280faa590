"""Where commands learn about clusters: plans, states, synthesised folders, facts documents, live clusters."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
import yaml

from esremote.commands._output import asking
from esremote.review.network import endpoints
from esremote.sources.inputs import read_input

if TYPE_CHECKING:
    from collections.abc import Callable

    from esremote.access.decision.requests import Request
    from esremote.access.landscape.landscape import Landscape

_Function = TypeVar("_Function", bound="Callable[..., object]")

DEFAULT = Path("cdktf.out")

Endpoints = Mapping[tuple[str, str], tuple[str, ...]]
"""By local cluster and alias, where the remote cluster is."""

HELP = """\b
  SOURCE is one of:
    a plan or a state as JSON      terraform show -json plan.out > plan.json
    a folder that was synthesised  cdktf.out, the default
    a facts document               docs/facts.md
    live clusters                  a YAML or JSON file as `esremote doctor` takes it, or a folder with --live
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What a source says: the clusters, where connections lead, and the questions of a facts document."""

    name: str
    landscape: Landscape
    endpoints: Endpoints = field(default_factory=dict)
    requests: tuple[Request, ...] = ()


def source_arguments(function: _Function) -> _Function:
    """Add SOURCE, `--live` and `--synthesised` to a command."""
    synthesised = click.option(
        "--synthesised",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder that a plan was made from; it knows Python lines.  [default: the plan's own folder]",
    )(function)
    live = click.option("--live", is_flag=True, help="Ask the clusters of a synthesised folder.")(synthesised)
    return click.argument("source", type=click.Path(path_type=Path), default=DEFAULT)(live)


def read_source(source: Path, *, live: bool, synthesised: Path | None) -> Known:
    """Read a source by what it is.

    Raises:
        UnreadableError: it is nothing that can be read, or wrong somewhere.
    """
    if live or _is_inventory(source):
        return _ask(source)
    told = read_input(source, today=datetime.now(UTC).date(), synthesised=synthesised)
    return Known(told.name, told.after.landscape, endpoints(told.after), told.requests)


def _is_inventory(source: Path) -> bool:
    """Say whether a file tells how clusters are reached, and not what they are."""
    if source.is_dir():
        return False
    try:
        document = yaml.safe_load(source.read_bytes()) if source.suffix in _INVENTORIES else None
    except (OSError, yaml.YAMLError, UnicodeDecodeError, RecursionError):
        return False
    return isinstance(document, dict) and "clusters" in document and "format" not in document


_INVENTORIES = frozenset({".yaml", ".yml", ".json"})


def _ask(source: Path) -> Known:
    from esremote.live.as_facts import as_facts  # noqa: PLC0415 - httpx is slow to import, most sources are files
    from esremote.live.inventory import open_clusters  # noqa: PLC0415
    from esremote.live.reading import observe  # noqa: PLC0415

    clusters = open_clusters(source)
    with asking(len(clusters)):
        observed = asyncio.run(observe(clusters))
    addresses = {(one.name, alias.alias): alias.addresses for one in observed for alias in one.aliases}
    return Known(str(source), as_facts(observed).landscape, addresses)
