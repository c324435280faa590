"""`esremote ports`: the openings in firewalls that connections need."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

import click

from esremote.commands._help import SOURCE, epilog
from esremote.commands._output import emit, errors_in_words, output_options
from esremote.commands._source_argument import live_option, source_argument
from esremote.rendering.ports import FORMATS
from esremote.sources.prerequisites import ports

if TYPE_CHECKING:
    from pathlib import Path

    from esremote.commands._source_argument import SourceArgument


def _networks(
    _context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]
) -> dict[str, list[str]]:
    by_cluster: dict[str, list[str]] = {}
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
        by_cluster.setdefault(cluster, []).extend(parsed)
    return by_cluster


EPILOG = epilog(
    SOURCE,
    examples="""
        esremote ports
        esremote ports cdktf.out/stacks/mesh --format json
        esremote ports clusters.yaml
        esremote ports --format nftables --from frankfurt=10.1.0.0/16 --from dublin=10.2.0.0/16
        esremote ports --format security-group --from frankfurt=10.1.0.0/16 --output openings.tf.json
    """,
    done="The openings were written.",
)


@click.command("ports", epilog=EPILOG, short_help="Print the firewall openings that connections need.")
@source_argument
@live_option
@click.option(
    "--from",
    "networks",
    multiple=True,
    callback=_networks,
    metavar="CLUSTER=CIDR,…",
    help="Networks of a cluster's nodes. Required for the formats that configure firewalls. Can be repeated.",
)
@output_options(FORMATS)
def command(
    source: SourceArgument, networks: dict[str, list[str]], format_: str, output: Path | None
) -> None:
    """Print the firewall openings that connections need.

    Traffic always flows from the local cluster to the remote cluster. Openings come from the metadata of a
    synthesised app or stack. For plans, states and live clusters without it, they are derived from the
    addresses of the connections. A facts document holds no addresses.
    """
    with errors_in_words():
        emit(FORMATS[format_](ports(source.read()), networks), output)
