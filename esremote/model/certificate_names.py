"""Whether a certificate is valid for a host, judged by the names in it."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def is_valid_for(names: Iterable[str], host: str) -> bool:
    """Tell whether a client that connects to `host` accepts a certificate with these names (RFC 6125).

    A wildcard stands for exactly one label, the first.

    Args:
        names: The DNS names and IP addresses in the certificate's subject alternative names.
        host: A host name or an IP address, without a port.

    >>> [is_valid_for(["*.example.org"], host) for host in ("dub.example.org", "a.dub.example.org")]
    [True, False]
    >>> is_valid_for(["::1"], "0:0:0:0:0:0:0:1")
    True
    """
    try:
        address = str(ipaddress.ip_address(host))
    except ValueError:
        wanted = host.lower().rstrip(".")
        return any(_matches(name.lower(), wanted) for name in names)
    return address in names


def _matches(name: str, host: str) -> bool:
    if name.startswith("*."):
        return host.partition(".")[2] == name[2:]
    return name == host
