"""Rules about a connection's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.rules._words import named
from esremote.model.connection.security_model import SecurityModel
from esremote.model.findings.rule import Occurrence
from esremote.model.releases.features import Feature
from esremote.model.releases.versions import Version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.connection import Connection


def skip_unavailable_not_set(connection: Connection) -> Iterator[Occurrence]:
    """Find a connection that leaves open whether a search may succeed without it."""
    if connection.skip_unavailable is not None:
        return
    version = connection.local.version
    if version is None or Feature.SKIPS_BY_DEFAULT.is_in(Version.parse(version)):
        what = (
            "since 8.15, a search then returns 200 without the results of this remote cluster when it fails "
            "or rejects the request"
        )
    else:
        what = (
            f"on {version}, a search then fails when this remote cluster does, and from 8.15 on returns 200 "
            "without its results"
        )
    yield Occurrence(f"{named(connection)} does not set skip_unavailable: {what}")


def skipping_with_pings(connection: Connection) -> Iterator[Occurrence]:
    """Find a connection that is skipped when unavailable, and pinged."""
    pings = connection.transport is not None and connection.transport.ping_schedule is not None
    if pings and connection.skip_unavailable:
        yield Occurrence(
            f"{named(connection)} sets both skip_unavailable and a ping schedule; pings have been reported "
            "to keep an unavailable remote cluster from being skipped (elasticsearch#88080)"
        )


def idle_sockets(connection: Connection) -> Iterator[Occurrence]:
    """Find a connection whose idle sockets depend on TCP keep-alive as Elasticsearch sets it."""
    if connection.transport is not None and connection.transport.ping_schedule is not None:
        return
    if connection.remote.deployment.keep_idle is not None:
        return
    yield Occurrence(
        f"nothing keeps idle sockets of {named(connection)} alive within 300 seconds: a firewall or load "
        "balancer with a shorter idle timeout drops them silently"
    )


def sniffing_unreachable_nodes(connection: Connection) -> Iterator[Occurrence]:
    """Find a connection that sniffs where publish addresses are hard to reach."""
    if connection.mode.name in connection.remote.deployment.discouraged_modes:
        yield Occurrence(
            f"{named(connection)} uses sniff mode for {connection.remote.name!r} on "
            f"{connection.remote.deployment.label}, whose pod addresses are reachable only within that "
            "Kubernetes cluster"
        )


def no_way_to_the_keystore(connection: Connection) -> Iterator[Occurrence]:
    """Find a local cluster that cannot receive the connection's key."""
    delivers = SecurityModel.API_KEY is connection.wiring.carries
    if delivers and connection.local.deployment.keystore is None:
        yield Occurrence(
            f"connection {connection.alias!r} needs its key in the keystore of {connection.local.name!r}, "
            "but nothing says how secure settings get there"
        )


def several_aliases(connection: Connection) -> Iterator[Occurrence]:
    """Find a remote cluster that the local cluster has several aliases for."""
    others = [
        other.alias
        for other in connection.local.connections.values()
        if other.remote is connection.remote and other is not connection
    ]
    if others:
        yield Occurrence(
            f"{connection.local.name!r} has the aliases {connection.alias!r} and "
            f"{', '.join(map(repr, others))} for {connection.remote.name!r}: a search of '*:index' reads the "
            "same data once for each"
        )
