"""Warnings about ports that are valid, but usually belong to another interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.model.addresses import split_host_port
from esremote.model.deployment import default_ports
from esremote.provider.protocol import Path, Unknown, at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TRANSPORT = (default_ports.TRANSPORT, default_ports.TRANSPORT_IN_ELASTIC_CLOUD)
_HTTP = (default_ports.HTTP, default_ports.HTTP_IN_ELASTIC_CLOUD)


def port_warnings(config: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    """Yield a warning for each address whose port is usually not the one that the security model needs."""
    key, given = config["cross_cluster_api_key"], config["credentials_wo"]
    if isinstance(key, Unknown) or isinstance(given, Unknown):
        return
    uses_key = key is not None or given is not None
    for address, path in _addresses(config):
        parsed = split_host_port(address)
        warning = _warning(parsed.port, uses_key=uses_key) if parsed else None
        if warning:
            yield f"{address} uses {warning}", path


def _warning(port: int, *, uses_key: bool) -> str | None:
    if port in _HTTP:
        return "the default port of the HTTP interface, which does not accept cluster connections."
    if uses_key and port in _TRANSPORT:
        return (
            "the default port of the transport interface. The API key security model needs the remote "
            f"cluster server, by default on port {default_ports.REMOTE_CLUSTER_SERVER}."
        )
    if not uses_key and port == default_ports.REMOTE_CLUSTER_SERVER:
        return (
            "the default port of the remote cluster server, which requires an API key: set "
            "`cross_cluster_api_key`. The TLS certificate security model needs the transport interface, by "
            "default on port 9300 (9400 on Elastic Cloud)."
        )
    return None


def _addresses(config: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    proxy, sniff = config["proxy"], config["sniff"]
    if isinstance(proxy, dict) and isinstance(proxy["proxy_address"], str):
        yield proxy["proxy_address"], at("proxy", "proxy_address")
    if isinstance(sniff, dict) and isinstance(sniff["seeds"], list):
        for index, seed in enumerate(sniff["seeds"]):
            if isinstance(seed, str):
                yield seed, at("sniff", "seeds")[index]
