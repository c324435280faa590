"""Ports that must be open, in the formats of the tools that open them."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import yaml

from esremote.model.deployment.ports import Purpose
from esremote.model.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from esremote.model.deployment.ports import Opening
    from esremote.model.deployment.prerequisites import Prerequisites

Networks = Mapping[str, Sequence[str]]
"""The networks of each cluster's nodes, as CIDR blocks."""


def table(prerequisites: Prerequisites, networks: Networks) -> str:
    """Return a plain-text table."""
    del networks
    rows = [("TO", "PORT", "WHAT", "AT", "FROM")]
    rows += [
        (opening.to, str(opening.port), opening.purpose, ", ".join(opening.hosts), ", ".join(opening.from_))
        for opening in prerequisites.openings
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join(lines) + "\n"


def as_json(prerequisites: Prerequisites, networks: Networks) -> str:
    """Return the openings as JSON."""
    del networks
    return json.dumps([opening.as_json() for opening in prerequisites.openings], indent=2) + "\n"


def nftables(prerequisites: Prerequisites, networks: Networks) -> str:
    """Return a ruleset for the nodes of each remote cluster that accepts only the required sources."""
    blocks = []
    for opening in _on_nodes(prerequisites):
        rules = []
        for family, addresses in _by_family(opening, networks).items():
            rules.append(f"    {family} saddr {{ {', '.join(addresses)} }} tcp dport {opening.port} accept")
        blocks.append(
            "\n".join(
                [
                    f"# on the nodes of {opening.to}: {opening.purpose}, from {', '.join(opening.from_)}",
                    f"table inet esremote_{opening.port} {{",
                    "  chain input {",
                    "    type filter hook input priority filter; policy accept;",
                    *rules,
                    f"    tcp dport {opening.port} drop",
                    "  }",
                    "}",
                ]
            )
        )
    return "\n\n".join(blocks) + "\n"


def network_policy(prerequisites: Prerequisites, networks: Networks) -> str:
    """Return a Kubernetes NetworkPolicy for each remote cluster on ECK.

    A pod that a policy selects accepts no other traffic, so keep the policies that allow the rest.

    Raises:
        ConfigurationError: it is unknown whether a cluster runs on ECK, or the networks of a cluster are
            missing.
    """
    policies = []
    for opening in _on_nodes(prerequisites):
        if opening.to in prerequisites.elsewhere:
            continue
        eck = prerequisites.eck.get(opening.to)
        if eck is None:
            raise ConfigurationError(
                "--format network-policy",
                f"is for clusters on ECK, but the source does not describe how {opening.to} is deployed",
                remedy="use a stack that constructs_lib synthesised as the source, or another format",
            )
        policies.append(
            {
                "apiVersion": "networking.k8s.io/v1",
                "kind": "NetworkPolicy",
                "metadata": {
                    "name": f"{eck.name}-remote-clusters-{opening.port}",
                    "namespace": eck.namespace,
                },
                "spec": {
                    "podSelector": {"matchLabels": {"elasticsearch.k8s.elastic.co/cluster-name": eck.name}},
                    "policyTypes": ["Ingress"],
                    "ingress": [
                        {
                            "from": [
                                {"ipBlock": {"cidr": network}} for network in _allowed(opening, networks)
                            ],
                            "ports": [{"protocol": "TCP", "port": opening.port}],
                        }
                    ],
                },
            }
        )
    return yaml.safe_dump_all(policies, sort_keys=False) or "# none of these clusters runs on ECK\n"


def security_group(prerequisites: Prerequisites, networks: Networks) -> str:
    """Return Terraform JSON with a rule of an AWS security group for each open port and network."""
    rules: dict[str, Any] = {}
    variables: dict[str, Any] = {}
    for opening in _on_nodes(prerequisites):
        variable = f"{_identifier(opening.to)}_security_group_id"
        variables[variable] = {
            "type": "string",
            "description": f"security group of the nodes of {opening.to}",
        }
        for place, network in enumerate(_allowed(opening, networks)):
            family = "cidr_ipv6" if ":" in network else "cidr_ipv4"
            rules[f"{_identifier(opening.to)}_{opening.port}_{place}"] = {
                "security_group_id": f"${{var.{variable}}}",
                "description": f"{opening.purpose}, from {', '.join(opening.from_)}",
                family: network,
                "from_port": opening.port,
                "to_port": opening.port,
                "ip_protocol": "tcp",
            }
    document = {"variable": variables, "resource": {"aws_vpc_security_group_ingress_rule": rules}}
    return json.dumps(document, indent=2) + "\n"


FORMATS: Mapping[str, Callable[[Prerequisites, Networks], str]] = {
    "table": table,
    "json": as_json,
    "nftables": nftables,
    "network-policy": network_policy,
    "security-group": security_group,
}


def _on_nodes(prerequisites: Prerequisites) -> list[Opening]:
    """Return the openings without those of Elastic Cloud, whose ports Elastic opens."""
    return [opening for opening in prerequisites.openings if opening.purpose != "proxy"]


def _allowed(opening: Opening, networks: Networks) -> list[str]:
    # The nodes of a cluster use the transport port among themselves and must not be locked out.
    own = (opening.to,) if opening.purpose == Purpose.TRANSPORT.value else ()
    entitled = {*opening.from_, *own}
    missing = [cluster for cluster in (*opening.from_, *own) if not networks.get(cluster)]
    if missing:
        raise ConfigurationError(
            "--from",
            f"the networks of {', '.join(missing)} are required: "
            f"their nodes connect to port {opening.port} of {opening.to}",
            remedy=f"add --from {missing[0]}=10.0.0.0/16",
        )
    return sorted({network for cluster in entitled for network in networks[cluster]})


def _by_family(opening: Opening, networks: Networks) -> dict[str, list[str]]:
    families: dict[str, list[str]] = {}
    for network in _allowed(opening, networks):
        family = "ip6" if ipaddress.ip_network(network).version == 6 else "ip"  # noqa: PLR2004 - IPv6
        families.setdefault(family, []).append(network)
    return families


def _identifier(name: str) -> str:
    return name.replace("-", "_")
