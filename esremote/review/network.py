"""What connections require of the network: ports, trust, and the arrows of the diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from esremote.model.connection.security_model import SecurityModel
from esremote.review.report import Direction, Link, Port, PortChange, Trust, TrustChange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from esremote.access.landscape.landscape import Connection, Landscape
    from esremote.sources.snapshot import Endpoints, Snapshot

_T = TypeVar("_T", Port, Trust)
_INTERFACES = {
    SecurityModel.API_KEY: "remote cluster interface",
    SecurityModel.TLS_CERTIFICATE: "transport",
}


def port_changes(before: Snapshot, after: Snapshot) -> tuple[PortChange, ...]:
    """Return the ports that must be opened, and those that can be closed."""
    return tuple(PortChange(direction, port) for direction, port in _apart(ports, before, after))


def trust_changes(before: Snapshot, after: Snapshot) -> tuple[TrustChange, ...]:
    """Return the trust that must be established, and the trust that can be withdrawn."""
    return tuple(TrustChange(direction, trust) for direction, trust in _apart(trusts, before, after))


def ports(snapshot: Snapshot) -> Iterator[Port]:
    """Yield the ports that the connections use."""
    for local, connection in _connections(snapshot):
        interface = _INTERFACES[connection.security_model]
        for endpoint in snapshot.endpoints.get((local, connection.alias), ()):
            yield Port(local, connection.remote_cluster, endpoint, interface)


def trusts(snapshot: Snapshot) -> Iterator[Trust]:
    """Yield which cluster trusts which: with API keys the local one the remote, with certificates both."""
    for local, connection in _connections(snapshot):
        remote, interface = connection.remote_cluster, _INTERFACES[connection.security_model]
        yield Trust(local, remote, interface)
        if connection.security_model is SecurityModel.TLS_CERTIFICATE:
            yield Trust(remote, local, interface)


def links(before: Snapshot, after: Snapshot) -> tuple[Link, ...]:
    """Return every connection of either side as an arrow."""
    old, new = (
        {(link.local_cluster, link.alias): link for link in arrows(side.landscape, side.endpoints)}
        for side in (before, after)
    )
    return tuple(_marked(old.get(name), new.get(name)) for name in sorted({*old, *new}))


def arrows(landscape: Landscape, endpoints: Endpoints) -> tuple[Link, ...]:
    """Return the connections of a landscape as arrows; `endpoints` are by local cluster and alias."""
    return tuple(
        _arrow(cluster.name, connection, endpoints.get((cluster.name, connection.alias), ()))
        for cluster in landscape.clusters
        for connection in cluster.connections
    )


def _arrow(local: str, connection: Connection, endpoints: tuple[str, ...]) -> Link:
    port = ", ".join(sorted({_port(endpoint) for endpoint in endpoints}))
    return Link(local, connection.alias, connection.remote_cluster, connection.security_model.value, port)


def _port(endpoint: str) -> str:
    """Return the port of `host:port`.

    >>> _port("dublin.example:9443"), _port("(known after apply)")
    ('9443', '(known after apply)')
    """
    port = endpoint.rpartition(":")[2]
    return port if port.isdigit() else endpoint


def _marked(old: Link | None, new: Link | None) -> Link:
    match old, new:
        case None, Link():
            return _with(new, Direction.ADDED)
        case Link(), None:
            return _with(old, Direction.REMOVED)
        case Link(), Link():
            return new if old == new else _with(new, Direction.CHANGED)
        case _:
            raise AssertionError("a link is on one side at least")


def _with(link: Link, direction: Direction) -> Link:
    return Link(link.local_cluster, link.alias, link.remote_cluster, link.model, link.port, direction)


def _connections(snapshot: Snapshot) -> Iterator[tuple[str, Connection]]:
    """Yield every connection with its local cluster."""
    for cluster in snapshot.landscape.clusters:
        for connection in cluster.connections:
            yield cluster.name, connection


def _apart(
    of: Callable[[Snapshot], Iterator[_T]], before: Snapshot, after: Snapshot
) -> Iterator[tuple[Direction, _T]]:
    old, new = set(of(before)), set(of(after))
    yield from ((Direction.ADDED, item) for item in sorted(new - old))
    yield from ((Direction.REMOVED, item) for item in sorted(old - new))
