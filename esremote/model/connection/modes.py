"""How a local cluster reaches a remote one: through an address (proxy) or through its nodes (sniff).

The mode is independent of the security model. Elasticsearch's own default is sniff; the constructs always
say which.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from esremote.model.addresses import require_host_port
from esremote.model.errors import ConfigurationError, require_names
from esremote.model.times import require_time

if TYPE_CHECKING:
    from collections.abc import Sequence


class ModeName(StrEnum):
    """The two values of `cluster.remote.<alias>.mode`."""

    SNIFF = "sniff"
    PROXY = "proxy"


@dataclass(frozen=True, kw_only=True)
class Proxy:
    """Open a number of sockets to one address; what stands behind it decides which node answers.

    Args:
        proxy_address: `host:port`. Absent: what the remote's deployment advertises for the security model.
        server_name: the TLS server name (SNI) to ask for, when the address is shared by several clusters.
        proxy_socket_connections: sockets for each local node, at least 1. Elasticsearch's default is 18.

    Raises:
        ConfigurationError: the address is not `host:port`, or the number is below 1.

    Example:
        >>> Proxy(proxy_address="proxy.dublin.example:9443", proxy_socket_connections=6).name
        <ModeName.PROXY: 'proxy'>
    """

    proxy_address: str | None = None
    server_name: str | None = None
    proxy_socket_connections: int | None = None

    def __post_init__(self) -> None:
        """Refuse what Elasticsearch would refuse, and the addresses it would accept and never reach."""
        if self.proxy_address is not None:
            require_host_port("Proxy.proxy_address", self.proxy_address)
        _at_least_one("Proxy.proxy_socket_connections", self.proxy_socket_connections)

    @property
    def name(self) -> ModeName:
        """Proxy."""
        return ModeName.PROXY


@dataclass(frozen=True, kw_only=True)
class Sniff:
    """Ask seed nodes for the remote's nodes, and open connections to the publish addresses they name.

    The local nodes must reach those addresses: not so through most load balancers and out of most clouds.

    Args:
        seeds: `host:port` of one or more nodes. Absent: what the remote's deployment advertises.
        node_connections: gateway nodes to connect to, at least 1. Elasticsearch's default is 3.

    Raises:
        ConfigurationError: a seed is not `host:port`, or the number is below 1.

    Example:
        >>> Sniff(seeds=["dub-1.example:9300", "dub-2.example:9300"]).name
        <ModeName.SNIFF: 'sniff'>
    """

    seeds: Sequence[str] | None = None
    node_connections: int | None = None

    def __post_init__(self) -> None:
        """Refuse what Elasticsearch would refuse; it accepts a seed with port 99999, this does not."""
        if self.seeds is not None:
            for place, seed in enumerate(require_names("Sniff.seeds", self.seeds)):
                require_host_port(f"Sniff.seeds[{place}]", seed)
        _at_least_one("Sniff.node_connections", self.node_connections)

    @property
    def name(self) -> ModeName:
        """Sniff."""
        return ModeName.SNIFF


Mode: TypeAlias = Proxy | Sniff


@dataclass(frozen=True, kw_only=True)
class Transport:
    """Settings of the connections themselves: `cluster.remote.<alias>.transport.*`.

    Changing one closes and reopens the connections; requests in flight may fail.

    Args:
        ping_schedule: how often to send an application-level ping, as `"30s"`; keeps firewalls from dropping
            an idle connection where TCP keep-alive does not. Elasticsearch's default is never.
        compress: `"true"`, `"indexing_data"` or `"false"`.
        compression_scheme: `"lz4"` or `"deflate"`.

    Raises:
        ConfigurationError: a value that Elasticsearch does not know.
    """

    ping_schedule: str | None = None
    compress: str | None = None
    compression_scheme: str | None = None

    def __post_init__(self) -> None:
        """Refuse values outside Elasticsearch's own lists."""
        require_time("Transport.ping_schedule", self.ping_schedule)
        _one_of("Transport.compress", self.compress, ("true", "indexing_data", "false"))
        _one_of("Transport.compression_scheme", self.compression_scheme, ("lz4", "deflate"))


def _at_least_one(path: str, value: int | None) -> None:
    if value is not None and value < 1:
        raise ConfigurationError(path, f"must be at least 1, got {value}")


def _one_of(path: str, value: str | None, allowed: Sequence[str]) -> None:
    if value is not None and value not in allowed:
        raise ConfigurationError(path, f"must be one of {', '.join(map(repr, allowed))}, got {value!r}")
