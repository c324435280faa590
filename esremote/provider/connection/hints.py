"""Warns of what can be right, and mostly is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.model.addresses import split_host_port
from esremote.provider.protocol import Path, Unknown, at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TRANSPORT = (9300, 9400)
_REMOTE_CLUSTER_SERVER = 9443
_HTTP = (9200, 9243)


def hints(config: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    """Find addresses with the customary port of something else than the security model needs.

    Ports: 9300 transport (9400 on Elastic Cloud and ECE), 9443 remote cluster server, 9200 HTTP.
    """
    key, given = config["cross_cluster_api_key"], config["credentials_wo"]
    if isinstance(key, Unknown) or isinstance(given, Unknown):
        return
    uses_key = key is not None or given is not None
    for address, path in _addresses(config):
        found = split_host_port(address)
        if found is None:
            continue
        doubt = _doubt(found.port, uses_key=uses_key)
        if doubt:
            yield f"{address} has the customary port of {doubt}", path


def _doubt(port: int, *, uses_key: bool) -> str | None:
    if port in _HTTP:
        return "HTTP; a remote cluster is not reached over it."
    if uses_key and port in _TRANSPORT:
        return (
            "the transport interface. The API key model needs the remote cluster server, customarily at "
            f"{_REMOTE_CLUSTER_SERVER}."
        )
    if not uses_key and port == _REMOTE_CLUSTER_SERVER:
        return (
            "the remote cluster server, which wants an API key: set `cross_cluster_api_key`. The TLS "
            "certificate model goes to the transport interface, customarily at 9300 (9400 on Elastic Cloud)."
        )
    return None


def _addresses(config: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    proxy, sniff = config["proxy"], config["sniff"]
    if isinstance(proxy, dict) and isinstance(proxy["proxy_address"], str):
        yield proxy["proxy_address"], at("proxy", "proxy_address")
    if isinstance(sniff, dict) and isinstance(sniff["seeds"], list):
        for place, seed in enumerate(sniff["seeds"]):
            if isinstance(seed, str):
                yield seed, at("sniff", "seeds")[place]
