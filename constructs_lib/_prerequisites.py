"""What the connections of a stack require of networks and nodes: open ports and node settings."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from esremote.model.addresses import split_host_port
from esremote.model.connection.modes import Proxy, Sniff
from esremote.model.connection.security_model import SecurityModel
from esremote.model.deployment import node_settings as settings
from esremote.model.deployment.ports import Need, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from constructs_lib.cluster import Cluster
    from constructs_lib.connection import Connection
    from esremote.model.deployment.node_settings import NodeSettings


def ports_needed(connection: Connection) -> Iterator[Need]:
    """Yield the ports that one connection needs; during a migration, those of both security models.

    Addresses that are known only to Terraform are left out.
    """
    for model in sorted(connection.wiring.serves, key=lambda model: model.value):
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


def node_settings(connections: Iterable[Connection]) -> Mapping[str, NodeSettings]:
    """Return the settings that the nodes of each cluster need, by cluster name.

    Clusters whose nodes are managed by Elastic are left out.
    """
    parts: dict[str, list[NodeSettings]] = defaultdict(list)
    for connection in connections:
        for cluster, part in _node_settings_of(connection):
            if cluster.deployment.has_nodes:
                parts[cluster.name].append(part)
    return {name: settings.merge(parts[name]) for name in sorted(parts)}


def _node_settings_of(connection: Connection) -> Iterator[tuple[Cluster, NodeSettings]]:
    """Yield what one connection needs on the nodes of either side."""
    local, remote, wiring = connection.local, connection.remote, connection.wiring
    if SecurityModel.API_KEY in wiring.serves:
        yield (
            remote,
            settings.serve_api_keys(
                remote.name, _remote_cluster_server_port(remote), keep_idle=remote.deployment.keep_idle
            ),
        )
        yield (
            local,
            settings.read_with_api_keys(
                connection.alias, remote.name, private_ca=_has_private_ca(connection)
            ),
        )
    if SecurityModel.TLS_CERTIFICATE in wiring.serves:
        yield remote, settings.trust_transport_of(local.name)
        yield remote, settings.serve_transport(remote.deployment.keep_idle)
        yield local, settings.trust_transport_of(remote.name)


def _remote_cluster_server_port(cluster: Cluster) -> int:
    """Return the port in the address of the remote cluster server, or the default port."""
    advertised = cluster.deployment.advertised(SecurityModel.API_KEY)
    address = split_host_port(advertised.address) if advertised else None
    return address.port if address else cluster.deployment.ports[SecurityModel.API_KEY]


def _has_private_ca(connection: Connection) -> bool:
    certificates = connection.remote.server_certificates
    return certificates is not None and certificates.ca_file is not None
