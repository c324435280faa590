"""`esremote ports`: who opens connections to whom, for those who make the openings in firewalls."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import click

from esremote.model.errors import ConfigurationError
from esremote.rendering.ports import FORMATS
from esremote.rendering.synthesised import read


def _sources(
    _context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]
) -> dict[str, list[str]]:
    sources: dict[str, list[str]] = {}
    for text in given:
        cluster, equals, networks = text.partition("=")
        try:
            parsed = [str(ipaddress.ip_network(network.strip())) for network in networks.split(",")]
        except ValueError as problem:
            raise click.BadParameter(
                f"{text!r}: {problem}; write CLUSTER=10.1.0.0/16,10.2.0.0/16"
            ) from problem
        if not equals or not cluster:
            raise click.BadParameter(f"{text!r}: write CLUSTER=10.1.0.0/16")
        sources.setdefault(cluster, []).extend(parsed)
    return sources


@click.command("ports", short_help="Which openings in firewalls the connections need.")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("cdktf.out"))
@click.option("--stack", "stacks", multiple=True, help="Only this stack; may be given several times.")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="table", show_default=True)
@click.option(
    "--from",
    "sources",
    multiple=True,
    callback=_sources,
    metavar="CLUSTER=CIDR,…",
    help="Networks of a cluster's nodes, for the formats that firewalls read.",
)
def command(folder: Path, stacks: tuple[str, ...], format_: str, sources: dict[str, list[str]]) -> None:
    """Print which openings in firewalls the connections need.

    FOLDER is what `python main.py` or `cdktf synth` wrote, cdktf.out by default. Connections always go from
    the cluster that reads to the one that is read.

    \b
    Examples:
      esremote ports
      esremote ports --stack mesh --format json
      esremote ports --format nftables --from frankfurt=10.1.0.0/16 --from dublin=10.2.0.0/16
      esremote ports --format security-group --from frankfurt=10.1.0.0/16 > openings.tf.json

    \b
    Exit codes: 0 printed; 1 no such stack, a network is missing, or wrong usage.
    """
    try:
        click.echo(FORMATS[format_](read(folder, stacks), sources), nl=False)
    except ConfigurationError as problem:
        raise click.ClickException(str(problem)) from problem
