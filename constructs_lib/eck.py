"""Connections between clusters in one Kubernetes cluster that the ECK operator manages instead of Terraform.

The operator creates the key and delivers it, but keys do not expire and are not rotated. Use
`Cluster.connect_to` if you need rotation, or if one of the clusters runs elsewhere. Never manage an alias in
both ways.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from constructs_lib._attributes import access_attribute
from esremote.model.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.model.connection.security import ApiKeySecurity
    from esremote.model.deployment.deployments import Eck


def remote_cluster(alias: str, *, remote: Eck, security: ApiKeySecurity) -> dict[str, Any]:
    """Return one element of `spec.remoteClusters` of the local Elasticsearch resource.

    Args:
        alias: the alias of the remote cluster on the local cluster.
        remote: the remote cluster. Its resource needs `spec.remoteClusterServer.enabled`.
        security: what the key allows. The operator supports one entry for search and one for replication.

    Returns:
        The element, with `name`, `elasticsearchRef` and `apiKey`.

    Raises:
        ConfigurationError: the operator does not support such a key.

    Example:
        >>> from constructs_lib import ApiKeySecurity, Eck
        >>> key = ApiKeySecurity(search=["logs-*"])
        >>> remote_cluster("logs", remote=Eck(name="logs"), security=key)["apiKey"]
        {'access': {'search': {'names': ['logs-*']}}}
    """
    for name in ("expiration", "certificate_identity", "metadata"):
        if getattr(security, name) is not None:
            raise ConfigurationError(
                f"ApiKeySecurity.{name}",
                "is not supported by the ECK operator",
                remedy="use Cluster.connect_to",
            )
    access: dict[str, Any] = {}
    for kind, entries in access_attribute(security.access).items():
        if len(entries) > 1:
            raise ConfigurationError(
                f"ApiKeySecurity.{kind}",
                f"must be one entry for the ECK operator, got {len(entries)}",
                remedy="put the names into one entry, or use Cluster.connect_to",
            )
        access[kind] = _operator_entry(kind, entries[0])
    return {
        "name": alias,
        "elasticsearchRef": {"name": remote.name, "namespace": remote.namespace},
        "apiKey": {"access": access},
    }


def _operator_entry(kind: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Parse the query, which is an object there, and reject what a replication entry cannot contain there."""
    converted = dict(entry)
    if "query" in converted:
        converted["query"] = json.loads(converted["query"])
    if "field_security" in converted:
        # The resource definition requires both members. Elasticsearch accepts either.
        converted["field_security"] = {"grant": ["*"], "except": [], **converted["field_security"]}
    if kind == "replication" and len(converted) > 1:
        raise ConfigurationError(
            "ApiKeySecurity.replication",
            "supports only names with the ECK operator",
            remedy="use Cluster.connect_to",
        )
    return converted
