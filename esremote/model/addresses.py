"""`host:port`, as Elasticsearch's settings take it."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

_PORTS = range(1, 65536)
_TOO_LONG = 10  # digits, leading zeros included


class HostPort(NamedTuple):
    """One address. `str()` gives back what Elasticsearch takes: IPv6 hosts stand in brackets."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@cache  # the checks of a mesh ask thousands of times
def split_host_port(text: str) -> HostPort | None:
    """Read `host:port` or `[ipv6]:port`; None if it is neither or the port is not 1 to 65535.

    Example:
        >>> split_host_port("[::1]:9443")
        HostPort(host='::1', port=9443)
    """
    host, colon, port = text.rpartition(":")
    if not (
        colon and host and port.isascii() and port.isdigit() and len(port) < _TOO_LONG and int(port) in _PORTS
    ):
        return None
    bracketed = host.startswith("[") and host.endswith("]")
    bare = host[1:-1] if bracketed else host
    if not bare or (":" in bare) is not bracketed or any(c.isspace() or c in "/@" for c in bare):
        return None
    return HostPort(bare, int(port))
