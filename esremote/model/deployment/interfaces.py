"""A cluster's interfaces: how Terraform speaks to the HTTP one, and which certificates each presents."""

from __future__ import annotations

from dataclasses import dataclass

from esremote.model.errors import ConfigurationError
from esremote.model.times import require_time


@dataclass(frozen=True, kw_only=True)
class Http:
    """Settings of the provider's own requests to one cluster.

    Args:
        tls_server_name: the name that the certificate has to carry, where it is not the URL's host.
        client_certificate_file: PEM file with the certificate to show to the cluster.
        client_key_file: PEM file with its key.
        request_timeout: of each request, as `"30s"`.
        max_retries: of a request that may be repeated.
        allow_http: let credentials go over `http://`, unencrypted.

    Raises:
        ConfigurationError: a value that the provider would refuse.
    """

    tls_server_name: str | None = None
    client_certificate_file: str | None = None
    client_key_file: str | None = None
    request_timeout: str | None = None
    max_retries: int | None = None
    allow_http: bool = False

    def __post_init__(self) -> None:
        """Refuse half a client certificate, and numbers that mean nothing."""
        require_time("Http.request_timeout", self.request_timeout)
        if self.max_retries is not None and self.max_retries < 0:
            raise ConfigurationError("Http.max_retries", f"must not be negative, got {self.max_retries}")
        if (self.client_certificate_file is None) is not (self.client_key_file is None):
            raise ConfigurationError(
                "Http.client_certificate_file", "goes together with client_key_file, got only one of them"
            )


@dataclass(frozen=True, kw_only=True)
class Certificates:
    """Certificates of one interface, as files on the machine that synthesises. Public parts only.

    Args:
        ca_file: PEM file with the authority that signed what the interface presents. Absent: publicly
            trusted.
        certificate_file: PEM file with what it presents, to check that it fits the address that is used.
    """

    ca_file: str | None = None
    certificate_file: str | None = None
