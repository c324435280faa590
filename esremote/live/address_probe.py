"""What responds at an address, and which certificate it presents, as seen from this machine."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from esremote.elasticsearch.endpoint_probe import probe
from esremote.elasticsearch.presented_certificates import names_in, presented
from esremote.live.observed import AtAddress, Certificate
from esremote.model.addresses import split_host_port
from esremote.model.certificate_names import is_valid_for

if TYPE_CHECKING:
    from cryptography import x509

_PATIENCE = 5.0


async def observe_address(address: str, server_name: str | None) -> AtAddress:
    """Connect to `host:port` and read the certificate that it presents, without verifying it.

    Args:
        address: `host:port` of a remote cluster.
        server_name: The TLS server name that the connection uses; None for the host.
    """
    seen, certificate = await asyncio.gather(probe(address, server_name), _presented(address, server_name))
    place = split_host_port(address)
    wanted = server_name or (place.host if place else address)
    fits = certificate is None or is_valid_for(certificate.names, wanted)
    return AtAddress(address, seen, certificate, fits)


async def _presented(address: str, server_name: str | None) -> Certificate | None:
    place = split_host_port(address)
    if place is None:
        return None
    try:
        server, *_ = await presented(place.host, place.port, server_name or place.host, _PATIENCE)
        return _certificate(server)
    except (
        OSError,
        TimeoutError,
        ValueError,
    ):  # ValueError: no host name, or no certificate, that can be read
        return None


def _certificate(server: x509.Certificate) -> Certificate:
    return Certificate(
        subject=server.subject.rfc4514_string(),
        issuer=server.issuer.rfc4514_string(),
        serial=f"{server.serial_number:x}",
        expires=server.not_valid_after_utc,
        names=names_in(server),
    )
