"""How to reach a cluster, read from its entry in the provider's `clusters` and from the environment."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from esremote.elasticsearch import ApiKeyAuth, BasicAuth, BearerAuth, ClusterAccess, Trust
from esremote.model.environment import variable
from esremote.model.times import parse_time

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from esremote.elasticsearch.cluster_access import Auth

_REQUEST_TIMEOUT = 30.0
_MAX_RETRIES = 3


def from_environment(cluster: str, setting: str) -> str | None:
    """Return the value of `ESREMOTE_<CLUSTER>_<SETTING>`; None if the variable is not set or empty."""
    return os.environ.get(variable(cluster, setting)) or None


def cluster_access(name: str, configured: Mapping[str, Any]) -> ClusterAccess:
    """Read how to reach a cluster.

    Args:
        name: The cluster's name in `clusters`.
        configured: Its entry there, wholly known.
    """
    timeout = configured.get("request_timeout")
    span = parse_time(timeout) if timeout else None
    retries = configured.get("max_retries")
    return ClusterAccess(
        name=name,
        endpoints=tuple(configured["endpoints"]),
        auth=credentials(name, configured),
        trust=Trust(
            ca_file=configured.get("ca_file"),
            ca_pem=configured.get("ca_pem"),
            client_certificate_file=configured.get("client_certificate_file"),
            client_key_file=configured.get("client_key_file"),
            server_name=configured.get("tls_server_name"),
            verify=not configured.get("insecure_skip_verify"),
        ),
        request_timeout=span.total_seconds() if span else _REQUEST_TIMEOUT,
        max_retries=_MAX_RETRIES if retries is None else int(retries),
    )


def credentials(name: str, configured: Mapping[str, Any]) -> Auth | None:
    """Return the credentials for a cluster; the configuration takes precedence over the environment."""
    return _credentials(configured.get) or _credentials(
        lambda setting: configured.get(setting) or from_environment(name, setting)
    )


def _credentials(get: Callable[[str], Any]) -> Auth | None:
    if key := get("api_key"):
        return ApiKeyAuth(key)
    if token := get("bearer_token"):
        return BearerAuth(token)
    if (user := get("username")) and (password := get("password")):
        return BasicAuth(user, password)
    return None
