"""Rules about a connection's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.findings import Severity
from constructs_lib.rules._rule import Problem, rule
from esremote.model.connection.security_model import SecurityModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.connection import Connection


@rule("RC010", Severity.NOTE)
def skip_unavailable_is_not_said(connection: Connection) -> Iterator[Problem]:
    """A connection does not say whether a search may succeed without it."""
    if connection.skip_unavailable is None:
        yield Problem(
            f"connection {connection.alias!r} of {connection.local.name!r} does not set skip_unavailable: "
            "since 8.15 a search then answers 200 without this remote when it fails or refuses",
            "set skip_unavailable=False where a partial answer would mislead, else True",
        )


@rule("RC011", Severity.NOTE)
def skipping_with_pings(connection: Connection) -> Iterator[Problem]:
    """A connection skips unavailable remotes and pings them."""
    pings = connection.transport is not None and connection.transport.ping_schedule is not None
    if pings and connection.skip_unavailable:
        yield Problem(
            f"connection {connection.alias!r} of {connection.local.name!r} sets skip_unavailable and a ping "
            "schedule, which were reported to keep a remote from being skipped (elasticsearch#88080)",
            "rely on TCP keep-alive instead of pings, or set skip_unavailable=False",
        )


@rule("RC012", Severity.NOTE)
def idle_connections_may_be_dropped(connection: Connection) -> Iterator[Problem]:
    """Nothing keeps a connection's idle sockets alive sooner than TCP keep-alive does."""
    if connection.transport is not None and connection.transport.ping_schedule is not None:
        return
    if connection.remote.deployment.keep_idle is not None:
        return
    yield Problem(
        f"nothing keeps idle sockets of connection {connection.alias!r} of {connection.local.name!r} alive "
        "within 300 seconds: a firewall or load balancer with a shorter idle timeout drops them silently",
        "set transport=Transport(ping_schedule='30s'), or SelfManaged(keep_idle=60), "
        "below the shortest timeout on the way",
    )


@rule("RC013", Severity.WARNING)
def sniffing_where_it_cannot_work(connection: Connection) -> Iterator[Problem]:
    """A connection sniffs nodes whose publish addresses are hard to reach."""
    if connection.mode.name in connection.remote.deployment.discouraged_modes:
        yield Problem(
            f"connection {connection.alias!r} of {connection.local.name!r} sniffs "
            f"{connection.remote.name!r} on {connection.remote.deployment.label}, whose pods' addresses "
            "are reachable inside that Kubernetes cluster only",
            "use Proxy(), unless both clusters run in the same Kubernetes cluster",
        )


@rule("RC014", Severity.ERROR)
def no_way_to_the_keystore(connection: Connection) -> Iterator[Problem]:
    """The local cluster has no way to receive the key."""
    delivers = SecurityModel.API_KEY is connection.wiring.carries
    if delivers and connection.local.deployment.keystore is None:
        yield Problem(
            f"connection {connection.alias!r} needs its key in the keystore of {connection.local.name!r}, "
            "and nothing says how a secure setting gets there",
            "set SelfManaged(keystore=KeystoreCommand(['ssh', 'node', '.../elasticsearch-keystore']))",
        )


@rule("RC015", Severity.WARNING)
def two_aliases_for_one_remote(connection: Connection) -> Iterator[Problem]:
    """A cluster calls one remote by several aliases."""
    others = [
        other.alias
        for other in connection.local.connections.values()
        if other.remote is connection.remote and other is not connection
    ]
    if others:
        yield Problem(
            f"{connection.local.name!r} calls {connection.remote.name!r} both {connection.alias!r} and "
            f"{', '.join(map(repr, others))}: whatever searches '*:index' reads it once for each",
            "use one connection, or acknowledge it",
        )
