"""The TLS context of a cluster."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from esremote.elasticsearch.settings import Trust


def context(trust: Trust) -> ssl.SSLContext:
    """Build the context: the given authorities alone, or the system's.

    Raises:
        ValueError: when a file is missing or is no certificate; the message begins with the attribute.
    """
    given = trust.ca_file or trust.ca_pem
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if given else ssl.create_default_context()
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    if given:
        try:
            made.load_verify_locations(cafile=trust.ca_file, cadata=trust.ca_pem)
        except (OSError, ValueError) as error:
            where = f"`ca_file` {trust.ca_file!r}" if trust.ca_file else "`ca_pem`"
            raise ValueError(f"{where} holds no certificate authority in PEM form: {error}") from None
    if trust.client_certificate_file:
        try:
            made.load_cert_chain(trust.client_certificate_file, trust.client_key_file)
        except (OSError, ValueError) as error:
            raise ValueError(
                f"`client_certificate_file` {trust.client_certificate_file!r}, or its key, cannot be used: "
                f"{error}"
            ) from None
    if not trust.verify:
        made.check_hostname = False
        made.verify_mode = ssl.CERT_NONE
    return made
