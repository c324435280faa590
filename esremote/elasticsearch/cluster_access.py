"""How to reach one cluster: endpoints, credentials, TLS trust, timeouts."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class BasicAuth:
    """A username and a password."""

    username: str
    password: str = field(repr=False)

    def header(self) -> str:
        """Return the value of the Authorization header."""
        return "Basic " + base64.b64encode(f"{self.username}:{self.password}".encode()).decode()


@dataclass(frozen=True)
class ApiKeyAuth:
    """An encoded API key. Elasticsearch does not allow API keys to create cross-cluster API keys."""

    encoded: str = field(repr=False)

    def header(self) -> str:
        """Return the value of the Authorization header."""
        return f"ApiKey {self.encoded}"


@dataclass(frozen=True)
class BearerAuth:
    """A service account token or an OAuth 2.0 access token."""

    token: str = field(repr=False)

    def header(self) -> str:
        """Return the value of the Authorization header."""
        return f"Bearer {self.token}"


Auth: TypeAlias = BasicAuth | ApiKeyAuth | BearerAuth


@dataclass(frozen=True)
class Trust:
    """Which certificates to trust, and which client certificate to present.

    `ca_file` and `ca_pem` replace the system's certificate authorities. `server_name` is the name that the
    certificate must be valid for, if it is not the host of the endpoint.
    """

    ca_file: str | None = None
    ca_pem: str | None = None
    client_certificate_file: str | None = None
    client_key_file: str | None = None
    server_name: str | None = None
    verify: bool = True


@dataclass(frozen=True)
class ClusterAccess:
    """Everything that a client needs to know about a cluster.

    `name` is the cluster's name in the user's configuration, `endpoints` are tried in order, and
    `request_timeout` is in seconds.

    >>> ClusterAccess("dublin", ("https://dub:9200",), BasicAuth("elastic", "s3cret")).auth
    BasicAuth(username='elastic')
    """

    name: str
    endpoints: tuple[str, ...]
    auth: Auth | None = None
    trust: Trust = Trust()
    request_timeout: float = 30.0
    max_retries: int = 3
