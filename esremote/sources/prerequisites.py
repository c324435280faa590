"""What the connections of a source need of networks and nodes: as synthesis says it, else derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.model.addresses import split_host_port
from esremote.model.deployment.ports import Need, Purpose, openings
from esremote.model.deployment.prerequisites import Prerequisites, merge
from esremote.sources.kinds import Kind
from esremote.sources.problems import Problem, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from esremote.access.landscape.landscape import Connection
    from esremote.sources.description import Description


def ports(source: Description) -> Prerequisites:
    """Return the openings that connections need.

    Those of connections that our constructs did not write are derived: the remote cluster's addresses and
    the security model say which interface is reached. How such clusters are deployed stays unknown.

    Raises:
        UnreadableError: the source does not know the addresses of its connections.
    """
    if source.kind is Kind.FACTS:
        raise UnreadableError([Problem(source.name, _NO_ADDRESSES)])
    problems: list[Problem] = []
    needs = [
        need
        for local, connection in _unstated(source)
        for need in _needs(source, local, connection, problems)
    ]
    if problems:
        raise UnreadableError(problems)
    return merge([_stated(source), Prerequisites(tuple(openings(needs)))])


_NO_ADDRESSES = (
    f"is {Kind.FACTS}, which holds no addresses, so ports cannot be derived: give "
    f"{Kind.APP}, {Kind.STACK}, {Kind.PLAN}, {Kind.STATE} or {Kind.CLUSTERS}"
)


def node_settings(source: Description) -> Prerequisites:
    """Return what the nodes of each cluster need.

    Raises:
        UnreadableError: the source does not come from our constructs, which alone know it.
    """
    match source.kind:
        case Kind.APP | Kind.STACK:
            problems = [
                Problem(f"{source.name}: connection {connection.alias} of {local}", _NOT_OURS)
                for local, connection in _unstated(source)
            ]
        case Kind.PLAN | Kind.STATE:
            problems = [] if source.checked else [Problem(source.name, f"is {source.kind} {_NOT_BESIDE}")]
        case Kind.FACTS | Kind.CLUSTERS:
            message = f"is {source.kind}, which holds no node settings: give {Kind.APP} or {Kind.STACK}"
            problems = [Problem(source.name, message)]
    if problems:
        raise UnreadableError(problems)
    return _stated(source)


_NOT_OURS = (
    "was not written with constructs_lib, so its node settings are unknown: exclude its stack by --stack"
)
_NOT_BESIDE = (
    "without the stack that it was made from, which holds the node settings: name that stack's folder with "
    "--synth-dir"
)


def _stated(source: Description) -> Prerequisites:
    """Return what synthesis says of the connections that our constructs wrote."""
    return merge(each.prerequisites for each in source.metadata if each.prerequisites is not None)


def _unstated(source: Description) -> Iterator[tuple[str, Connection]]:
    """Yield the other connections, each with its local cluster."""
    stated = {address for each in source.metadata for address in each.provenance.remote_clusters}
    for cluster in source.landscape.clusters:
        for connection in cluster.connections:
            if connection.source.address not in stated:
                yield cluster.name, connection


def _needs(
    source: Description, local: str, connection: Connection, problems: list[Problem]
) -> Iterator[Need]:
    endpoints = source.endpoints.get((local, connection.alias), ())
    for endpoint in endpoints:
        address = split_host_port(endpoint)
        if address is not None:
            yield Need(local, connection.remote_cluster, address, Purpose.of(connection.security_model))
        else:
            place = f"{source.name}: connection {connection.alias} of {local}"
            message = f"has the address {endpoint}, {_A_KNOWN_ONE}"
            problems.append(Problem(place, message))
    if not endpoints:
        place = f"{source.name}: connection {connection.alias} of {local}"
        problems.append(Problem(place, f"has no address, {_A_KNOWN_ONE}"))


_A_KNOWN_ONE = "host:port is needed to derive its opening: apply first and read the state, or set the address"
