"""Mutual TLS: only the Terraform process that started the provider can use it."""

from __future__ import annotations

import os
import ssl
from pathlib import Path
from typing import TYPE_CHECKING

from esremote.provider.protocol.listening import private_folder

if TYPE_CHECKING:
    from esremote.provider.protocol.certificate import Certificate


def require_certificate(own: Certificate, client: str) -> ssl.SSLContext:
    """Create a TLS context that accepts exactly one client certificate.

    OpenSSL reads keys from files only, so the key is written to a file that only this user can read, and that
    is removed immediately afterwards.

    Args:
        own: The certificate of the provider.
        client: Terraform's certificate, in PEM format.
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
