"""Connection modes: how a local cluster reaches the nodes of a remote cluster.

The mode is independent of the security model. The default of Elasticsearch is sniff mode, but the constructs
always set the mode. (Source: Elasticsearch reference, "Remote cluster settings".)
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from esremote.model.constraints.addresses import address_problem
from esremote.model.constraints.numbers import count_problem
from esremote.model.constraints.raising import require, require_names
from esremote.model.constraints.times import time_problem
from esremote.model.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence


class ModeName(StrEnum):
    """The two values of `cluster.remote.<alias>.mode`."""

    SNIFF = "sniff"
    PROXY = "proxy"


@dataclass(frozen=True, kw_only=True)
class Proxy:
    """Proxy mode: the local cluster opens all its connections to one address.

    Args:
        proxy_address: the address, `host:port`. By default the address that the deployment of the remote
            cluster advertises for the security model.
        server_name: the TLS server name (SNI) to send, if several clusters share the address.
        proxy_socket_connections: the number of connections from each local node, at least 1. The default of
            Elasticsearch is 18.

    Raises:
        ConfigurationError: the address is not `host:port`, or the number is less than 1.

    Example:
        >>> Proxy(proxy_address="proxy.dublin.example:9443", proxy_socket_connections=6).name
        <ModeName.PROXY: 'proxy'>
    """

    proxy_address: str | None = None
    server_name: str | None = None
    proxy_socket_connections: int | None = None

    def __post_init__(self) -> None:
        """Reject what Elasticsearch rejects, and addresses that it accepts but can never reach."""
        require("Proxy.proxy_address", self.proxy_address, address_problem)
        require("Proxy.proxy_socket_connections", self.proxy_socket_connections, count_problem)

    @property
    def name(self) -> ModeName:
        """The value of the setting `mode`."""
        return ModeName.PROXY


@dataclass(frozen=True, kw_only=True)
class Sniff:
    """Sniff mode: the local cluster asks seed nodes for nodes of the remote cluster and connects to these.

    The local nodes must be able to reach the publish addresses of the remote nodes. This is rarely possible
    through a load balancer or from outside a cloud.

    Args:
        seeds: the addresses of one or more nodes, each `host:port`. By default the address that the
            deployment of the remote cluster advertises for the security model.
        node_connections: the number of gateway nodes to connect to, at least 1. The default of Elasticsearch
            is 3.

    Raises:
        ConfigurationError: a seed is not `host:port`, or the number is less than 1.

    Example:
        >>> Sniff(seeds=["dub-1.example:9300", "dub-2.example:9300"]).name
        <ModeName.SNIFF: 'sniff'>
    """

    seeds: Sequence[str] | None = None
    node_connections: int | None = None

    def __post_init__(self) -> None:
        """Reject what Elasticsearch rejects, and ports above 65535, which it accepts."""
        if self.seeds is not None:
            for place, seed in enumerate(require_names("Sniff.seeds", self.seeds)):
                require(f"Sniff.seeds[{place}]", seed, address_problem)
        require("Sniff.node_connections", self.node_connections, count_problem)

    @property
    def name(self) -> ModeName:
        """The value of the setting `mode`."""
        return ModeName.SNIFF


Mode: TypeAlias = Proxy | Sniff


COMPRESS = ("true", "indexing_data", "false")
COMPRESSION_SCHEMES = ("lz4", "deflate")


@dataclass(frozen=True, kw_only=True)
class Transport:
    """Settings of the network connections: `cluster.remote.<alias>.transport.*`.

    A change closes and reopens the connections. Requests in flight may fail.

    Args:
        ping_schedule: how often to send an application-level ping, such as `"30s"`, so that firewalls do not
            drop idle connections where TCP keep-alive is not sufficient. By default Elasticsearch sends none.
        compress: `"true"`, `"indexing_data"` or `"false"`.
        compression_scheme: `"lz4"` or `"deflate"`.

    Raises:
        ConfigurationError: Elasticsearch does not support a value.

    Example:
        >>> Transport(ping_schedule="30s").ping_schedule
        '30s'
    """

    ping_schedule: str | None = None
    compress: str | None = None
    compression_scheme: str | None = None

    def __post_init__(self) -> None:
        """Reject values that Elasticsearch does not support."""
        require("Transport.ping_schedule", self.ping_schedule, time_problem)
        _one_of("Transport.compress", self.compress, COMPRESS)
        _one_of("Transport.compression_scheme", self.compression_scheme, COMPRESSION_SCHEMES)


def _one_of(path: str, value: str | None, allowed: Sequence[str]) -> None:
    if value is not None and value not in allowed:
        raise ConfigurationError(path, f"must be one of {', '.join(map(repr, allowed))}, got {value!r}")
