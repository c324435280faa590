"""What the connections of a stack need of networks and nodes, gathered from all of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from esremote.model.addresses import split_host_port
from esremote.model.connection.modes import Proxy, Sniff
from esremote.model.connection.security_model import SecurityModel
from esremote.model.deployment import node_settings
from esremote.model.deployment.ports import Need, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from constructs_lib.cluster import Cluster
    from constructs_lib.connection import Connection
    from esremote.model.deployment.node_settings import NodeSettings


def needs(connection: Connection) -> Iterator[Need]:
    """Yield the openings that one connection needs; during a migration both models'.

    Addresses that only Terraform will know are left out.
    """
    for model in sorted(connection.wiring.serves, key=lambda each: each.value):
        purpose = Purpose.of(model) if connection.remote.deployment.has_nodes else Purpose.PROXY
        for text in _addresses(connection, model):
            address = split_host_port(text)
            if address is not None:
                yield Need(connection.local.name, connection.remote.name, address, purpose)


def _addresses(connection: Connection, model: SecurityModel) -> tuple[str, ...]:
    if model is not connection.wiring.carries:
        advertised = connection.remote.deployment.advertised(model)
        return (advertised.address,) if advertised else ()
    match connection.mode:
        case Proxy(proxy_address=address):
            return (address,) if address else ()
        case Sniff(seeds=seeds):
            return tuple(seeds or ())


def settings_by_cluster(connections: Iterable[Connection]) -> Mapping[str, NodeSettings]:
    """Return what the nodes of each cluster need; clusters without nodes of one's own are left out."""
    parts: dict[str, list[NodeSettings]] = defaultdict(list)
    for connection in connections:
        for cluster, part in of_connection(connection):
            if cluster.deployment.has_nodes:
                parts[cluster.name].append(part)
    return {name: node_settings.merge(parts[name]) for name in sorted(parts)}


def of_connection(connection: Connection) -> Iterator[tuple[Cluster, NodeSettings]]:
    """Yield what one connection needs of the nodes of either side."""
    local, remote, wiring = connection.local, connection.remote, connection.wiring
    if SecurityModel.API_KEY in wiring.serves:
        yield (
            remote,
            node_settings.serve_api_keys(
                remote.name, server_port(remote), keep_idle=remote.deployment.keep_idle
            ),
        )
        yield (
            local,
            node_settings.read_with_api_keys(
                connection.alias, remote.name, private_ca=_has_private_ca(connection)
            ),
        )
    if SecurityModel.TLS_CERTIFICATE in wiring.serves:
        yield remote, node_settings.trust_transport_of(local.name)
        yield remote, node_settings.serve_transport(remote.deployment.keep_idle)
        yield local, node_settings.trust_transport_of(remote.name)


def server_port(cluster: Cluster) -> int:
    """Return the port on which a cluster's remote cluster server listens, as far as its address tells."""
    advertised = cluster.deployment.advertised(SecurityModel.API_KEY)
    address = split_host_port(advertised.address) if advertised else None
    return address.port if address else cluster.deployment.ports[SecurityModel.API_KEY]


def _has_private_ca(connection: Connection) -> bool:
    certificates = connection.remote.server_certificates
    return certificates is not None and certificates.ca_file is not None
