"""`host:port` and URLs, as Elasticsearch's settings take them."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from esremote.model.errors import ConfigurationError
from esremote.model.references import is_reference

_PORTS = range(1, 65536)


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
    if not (colon and host and port.isascii() and port.isdigit() and int(port) in _PORTS):
        return None
    bracketed = host.startswith("[") and host.endswith("]")
    bare = host[1:-1] if bracketed else host
    if not bare or (":" in bare) is not bracketed or any(c.isspace() or c in "/@" for c in bare):
        return None
    return HostPort(bare, int(port))


def require_host_port(path: str, text: str) -> None:
    """Check that `text` is `host:port`; a Terraform reference is known only later and passes.

    Raises:
        ConfigurationError: with `path` as its place.
    """
    if not is_reference(text) and split_host_port(text) is None:
        raise ConfigurationError(
            path,
            f"must be host:port with a port from 1 to 65535, got {text!r}",
            remedy="for example 'dublin.example:9443'",
        )


def with_default_port(path: str, text: str, port: int) -> str:
    """Return `text` with `port` added when it is a bare host.

    Example:
        >>> with_default_port("transport", "dublin.example", 9300)
        'dublin.example:9300'

    Raises:
        ConfigurationError: it is neither a host nor `host:port`.
    """
    if is_reference(text):
        return text
    address = text if split_host_port(text) else f"{text}:{port}"
    require_host_port(path, address if split_host_port(address) else text)
    return address


def require_url(path: str, url: str, *, allow_http: bool) -> None:
    """Check that `url` is an `https://` address of an HTTP interface, or `http://` where that is allowed.

    Raises:
        ConfigurationError: with `path` as its place.
    """
    if is_reference(url):
        return
    parts = urlsplit(url)
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise ConfigurationError(
            path, f"must be a URL, got {url!r}", remedy="for example 'https://dublin.example:9200'"
        )
    if parts.scheme == "http" and not allow_http:
        raise ConfigurationError(
            path,
            f"would send credentials unencrypted, got {url!r}",
            remedy="use https, or say http=Http(allow_http=True)",
        )
    if parts.username or parts.password:
        raise ConfigurationError(
            path,
            "must not carry credentials",
            remedy="set ESREMOTE_<CLUSTER>_USERNAME and _PASSWORD in the environment of terraform",
        )
