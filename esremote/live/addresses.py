"""What answers at an address, and which certificate it presents: seen from here, not from the nodes."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from typing import TYPE_CHECKING

from cryptography import x509

from esremote.elasticsearch.endpoint_probe import look
from esremote.live.observed import AtAddress, Certificate
from esremote.model.addresses import split_host_port

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE = 5.0


async def look_at(address: str, server_name: str | None) -> AtAddress:
    """Connect to `host:port` and read what is presented; nothing of it is trusted."""
    presented = asyncio.to_thread(_presented, address, server_name)
    seen, certificate = await asyncio.gather(look(address, server_name), presented)
    place = split_host_port(address)
    wanted = server_name or (place.host if place else address)
    fits = certificate is None or any(_matches(name, wanted) for name in certificate.names)
    return AtAddress(address, seen, certificate, fits)


def _presented(address: str, server_name: str | None) -> Certificate | None:
    """Shake hands, and read the certificate before the other side can ask for ours."""
    place = split_host_port(address)
    if place is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((place.host, place.port), timeout=_PATIENCE) as plain,
            context.wrap_socket(plain, server_hostname=server_name or place.host) as secured,
        ):
            der = secured.getpeercert(binary_form=True)
    except OSError:
        return None
    return _read(der) if der else None


def _read(der: bytes) -> Certificate:
    certificate = x509.load_der_x509_certificate(der)
    return Certificate(
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        serial=f"{certificate.serial_number:x}",
        expires=certificate.not_valid_after_utc,
        names=tuple(_names(certificate)),
    )


def _names(certificate: x509.Certificate) -> Iterator[str]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return
    yield from names.get_values_for_type(x509.DNSName)
    yield from map(str, names.get_values_for_type(x509.IPAddress))


def _matches(name: str, wanted: str) -> bool:
    """Say whether a certificate's name is for a host: the same, or a wildcard in place of the first label.

    >>> _matches("*.example.org", "dub.example.org"), _matches("*.example.org", "a.dub.example.org")
    (True, False)
    """
    try:
        return ipaddress.ip_address(name) == ipaddress.ip_address(wanted)
    except ValueError:
        pass
    name, wanted = name.lower(), wanted.lower().rstrip(".")
    return name == wanted or (name.startswith("*.") and wanted.partition(".")[2] == name[2:])
