"""How one cluster is reached: addresses, credentials, trust, patience."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class BasicAuth:
    """A user and a password."""

    username: str
    password: str = field(repr=False)

    def header(self) -> str:
        """The value of the Authorization header."""
        return "Basic " + base64.b64encode(f"{self.username}:{self.password}".encode()).decode()


@dataclass(frozen=True)
class ApiKeyAuth:
    """An API key in its encoded form. It cannot make cross-cluster API keys: Elasticsearch refuses that."""

    encoded: str = field(repr=False)

    def header(self) -> str:
        """The value of the Authorization header."""
        return f"ApiKey {self.encoded}"


@dataclass(frozen=True)
class BearerAuth:
    """A token: of a service account, or of OAuth2."""

    token: str = field(repr=False)

    def header(self) -> str:
        """The value of the Authorization header."""
        return f"Bearer {self.token}"


Auth: TypeAlias = BasicAuth | ApiKeyAuth | BearerAuth


@dataclass(frozen=True)
class Trust:
    """Whose certificates are believed, and which one is shown.

    `ca_file` and `ca_pem` replace the system's authorities; `server_name` is the name that the certificate
    has to carry when it is not the host of the endpoint.
    """

    ca_file: str | None = None
    ca_pem: str | None = None
    client_certificate_file: str | None = None
    client_key_file: str | None = None
    server_name: str | None = None
    verify: bool = True


@dataclass(frozen=True)
class ClusterAccess:
    """Everything that a client needs to know of a cluster.

    `name` is what the user calls it; `endpoints` are tried in order; `request_timeout` is in seconds.

    >>> ClusterAccess("dublin", ("https://dub:9200",), BasicAuth("elastic", "s3cret")).auth
    BasicAuth(username='elastic')
    """

    name: str
    endpoints: tuple[str, ...]
    auth: Auth | None = None
    trust: Trust = Trust()
    request_timeout: float = 30.0
    max_retries: int = 3
