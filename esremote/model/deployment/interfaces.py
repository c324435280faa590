"""The interfaces of a cluster: settings for requests to the HTTP interface, and certificates."""

from __future__ import annotations

from dataclasses import dataclass

from esremote.model.constraints.numbers import retries_problem
from esremote.model.constraints.raising import require
from esremote.model.constraints.times import time_problem
from esremote.model.errors import ConfigurationError


@dataclass(frozen=True, kw_only=True)
class Http:
    """Settings of the provider's requests to a cluster.

    Args:
        tls_server_name: the name for which the certificate must be valid, if it is not the host of the URL.
        client_certificate_file: the PEM file with the client certificate.
        client_key_file: the PEM file with the private key of the client certificate.
        request_timeout: the timeout of each request, such as `"30s"`.
        max_retries: how often a request is repeated, if it can be repeated safely.
        allow_http: whether to allow `http://`, which sends credentials unencrypted.

    Raises:
        ConfigurationError: the provider would reject a value.

    Example:
        >>> Http(request_timeout="30s").max_retries is None
        True
    """

    tls_server_name: str | None = None
    client_certificate_file: str | None = None
    client_key_file: str | None = None
    request_timeout: str | None = None
    max_retries: int | None = None
    allow_http: bool = False

    def __post_init__(self) -> None:
        """Reject a client certificate without a key, a key without a certificate, and negative numbers."""
        require("Http.request_timeout", self.request_timeout, time_problem)
        require("Http.max_retries", self.max_retries, retries_problem)
        if (self.client_certificate_file is None) is not (self.client_key_file is None):
            raise ConfigurationError(
                "Http.client_certificate_file",
                "requires client_key_file and vice versa, got only one of them",
            )


@dataclass(frozen=True, kw_only=True)
class Certificates:
    """The certificates of one interface, in files on the machine that runs the program. No private keys.

    Args:
        ca_file: the PEM file with the authority of the certificate that the interface presents. Without it,
            the certificate is assumed to be from a public authority.
        certificate_file: the PEM file with that certificate, to check whether it is valid for the address.

    Example:
        >>> Certificates(ca_file="certs/dublin-ca.crt").certificate_file is None
        True
    """

    ca_file: str | None = None
    certificate_file: str | None = None
