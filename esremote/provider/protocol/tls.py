"""Mutual TLS: whoever reaches the socket is served only with the certificate of our Terraform."""

from __future__ import annotations

import os
import ssl
from pathlib import Path
from typing import TYPE_CHECKING

from esremote.provider.protocol.listening import private_folder

if TYPE_CHECKING:
    from esremote.provider.protocol.certificate import Certificate


def require_certificate(own: Certificate, client: str) -> ssl.SSLContext:
    """Make the TLS context that serves the owner of one certificate, and nobody else.

    OpenSSL reads keys from files only: ours is in one that this user alone can read, and gone afterwards.

    Args:
        own: Our certificate.
        client: Terraform's certificate, PEM.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["h2"])
    file = Path(private_folder(os.environ)) / "key.pem"
    try:
        file.write_bytes(own.pem)
        context.load_cert_chain(file)
    finally:
        file.unlink(missing_ok=True)
        file.parent.rmdir()
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(cadata=client)
    return context
