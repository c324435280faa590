"""The address of a remote cluster, and the URL of a cluster's HTTP interface."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from esremote.model.addresses import split_host_port


def address_problem(address: str) -> str | None:
    """Return why this is not the address of a remote cluster (`host:port`), or None.

    >>> address_problem("https://dublin.example:9443")
    "must be host:port; omit the scheme and the path: 'dublin.example:9443'"
    """
    if split_host_port(address):
        return None
    bare = re.sub(r"^[a-z]+://", "", address).split("/")[0]
    if bare != address:
        return f"must be host:port; omit the scheme and the path: {bare!r}"
    return (
        "must be host:port with a port from 1 to 65535, for example "
        '"dublin.example:9443" or "[2001:db8::1]:9443"'
    )


def url_problem(url: str) -> str | None:
    """Return why this is not the URL of an HTTP interface, or None. A URL with credentials is never shown.

    >>> url_problem("https://elastic:secret@dublin.example:9200") is None
    False
    """
    if "@" in url:
        return (
            "a URL cannot contain credentials; set ESREMOTE_<CLUSTER>_USERNAME and _PASSWORD in the "
            "environment of Terraform"
        )
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        return 'must be a URL, for example "https://dublin.example:9200"'
    return None


def plain_http_problem(url: str) -> str | None:
    """Return why credentials must not be sent to this URL, or None.

    >>> plain_http_problem("http://dublin.example:9200")
    'http://dublin.example:9200 would send credentials in clear text; use https, or set `allow_http` to true'
    """
    if not url.lower().startswith("http:") or url_problem(url):
        return None
    return f"{url} would send credentials in clear text; use https, or set `allow_http` to true"
