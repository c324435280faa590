"""Reads the certificates that an address presents, and checks them against a bundle of authorities."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography import x509

_PATIENCE = 10.0


async def presented(host: str, port: int, server_name: str) -> list[x509.Certificate]:
    """Return the chain that `host:port` presents, its own certificate first; nothing of it is verified.

    Raises:
        OSError: nothing answers there, or not with TLS.
    """
    from cryptography import x509  # noqa: PLC0415 (slow to import)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    async with _tls(host, port, server_name, context) as session:
        return [x509.load_der_x509_certificate(der) for der in _chain(session)]


async def refusal(host: str, port: int, server_name: str, context: ssl.SSLContext) -> str | None:
    """Say why the certificate at `host:port` is not to be believed, or None when it is."""
    try:
        async with _tls(host, port, server_name, context):
            return None
    except ssl.SSLCertVerificationError as error:
        return error.verify_message


@contextlib.asynccontextmanager
async def _tls(host: str, port: int, server_name: str, context: ssl.SSLContext) -> Any:  # noqa: ANN401
    opening = asyncio.open_connection(host, port, ssl=context, server_hostname=server_name)
    _, writer = await asyncio.wait_for(opening, _PATIENCE)
    try:
        yield writer.get_extra_info("ssl_object")
    finally:
        writer.transport.abort()  # a farewell would wait half a minute: Elasticsearch gives none in return
        with contextlib.suppress(OSError):  # with TLS 1.3 a demand for our certificate shows only now
            await writer.wait_closed()


def _chain(session: Any) -> list[bytes]:  # noqa: ANN401 (an ssl.SSLObject)
    """The whole chain is public from Python 3.13 on; before, it is there under a private name."""
    if hasattr(session, "get_unverified_chain"):
        return list(session.get_unverified_chain())
    raw = getattr(session, "_sslobj", None)
    if raw is not None and hasattr(raw, "get_unverified_chain"):
        return [certificate.public_bytes(2) for certificate in raw.get_unverified_chain() or ()]
    return [session.getpeercert(binary_form=True)]
