"""Reads the certificates that an address presents, and verifies them against certificate authorities.

`cryptography` is slow to import, so it is imported only when a certificate is read.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography import x509

_PATIENCE = 10.0


async def presented(
    host: str, port: int, server_name: str, patience: float = _PATIENCE
) -> list[x509.Certificate]:
    """Return the certificate chain that `host:port` presents, the server certificate first, unverified.

    Args:
        host: A host name or an IP address.
        port: The port.
        server_name: The TLS server name (SNI) to request.
        patience: How long to wait, in seconds.

    Raises:
        OSError: nothing responds there, or not with TLS.
        TimeoutError: nothing responds in time.
    """
    from cryptography import x509  # noqa: PLC0415 (slow to import)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    async with _tls(host, port, server_name, context, patience) as session:
        return [x509.load_der_x509_certificate(der) for der in _chain(session)]


async def verification_error(host: str, port: int, server_name: str, context: ssl.SSLContext) -> str | None:
    """Return why the certificate at `host:port` fails verification; None if it passes."""
    try:
        async with _tls(host, port, server_name, context, _PATIENCE):
            return None
    except ssl.SSLCertVerificationError as error:
        return error.verify_message


def names_in(certificate: x509.Certificate) -> tuple[str, ...]:
    """Return the DNS names and IP addresses in a certificate's subject alternative names."""
    from cryptography import x509  # noqa: PLC0415 (slow to import)

    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    addresses = map(str, names.get_values_for_type(x509.IPAddress))
    return (*names.get_values_for_type(x509.DNSName), *addresses)


@contextlib.asynccontextmanager
async def _tls(host: str, port: int, server_name: str, context: ssl.SSLContext, patience: float) -> Any:  # noqa: ANN401
    opening = asyncio.open_connection(host, port, ssl=context, server_hostname=server_name)
    _, writer = await asyncio.wait_for(opening, patience)
    try:
        yield writer.get_extra_info("ssl_object")
    finally:
        writer.transport.abort()  # a graceful shutdown would wait half a minute: Elasticsearch never replies
        with contextlib.suppress(OSError):  # with TLS 1.3, a request for our certificate shows only now
            await writer.wait_closed()


def _chain(session: Any) -> list[bytes]:  # noqa: ANN401 (an ssl.SSLObject)
    """Return the whole chain, which is public since Python 3.13 and has a private name before that."""
    if hasattr(session, "get_unverified_chain"):
        return list(session.get_unverified_chain())
    raw = getattr(session, "_sslobj", None)
    if raw is not None and hasattr(raw, "get_unverified_chain"):
        return [certificate.public_bytes(2) for certificate in raw.get_unverified_chain() or ()]
    return [session.getpeercert(binary_form=True)]
