"""The TLS context of a cluster."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from esremote.elasticsearch.cluster_access import Trust


def context(trust: Trust) -> ssl.SSLContext:
    """Build a context that trusts the given certificate authorities only, or else the system's.

    Raises:
        ValueError: a file is missing or is not a certificate. The message begins with the attribute.
    """
    given = trust.ca_file or trust.ca_pem
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if given else ssl.create_default_context()
    tls.minimum_version = ssl.TLSVersion.TLSv1_2
    if given:
        try:
            tls.load_verify_locations(cafile=trust.ca_file, cadata=trust.ca_pem)
        except (OSError, ValueError) as error:
            where = f"`ca_file` {trust.ca_file!r}" if trust.ca_file else "`ca_pem`"
            raise ValueError(
                f"{where} does not contain a certificate authority in PEM format: {error}"
            ) from None
    if trust.client_certificate_file:
        try:
            tls.load_cert_chain(trust.client_certificate_file, trust.client_key_file)
        except (OSError, ValueError) as error:
            raise ValueError(
                f"`client_certificate_file` {trust.client_certificate_file!r} or its key cannot be used: "
                f"{error}"
            ) from None
    if not trust.verify:
        tls.check_hostname = False
        tls.verify_mode = ssl.CERT_NONE
    return tls
