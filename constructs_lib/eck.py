"""Connections between clusters of one Kubernetes cluster, owned by the ECK operator instead of by Terraform.

The operator makes the key, delivers it and rotates nothing; it knows no expiration. Use `Cluster.connect_to`
where that matters, or where one side is elsewhere. One alias must have one owner.
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
        alias: what the local cluster calls the remote.
        remote: the remote cluster; its resource needs `spec.remoteClusterServer.enabled`.
        security: what the key allows. The operator takes one entry for search and one for replication.

    Raises:
        ConfigurationError: the operator cannot make that key.

    Example:
        >>> from constructs_lib import ApiKeySecurity, Eck
        >>> key = ApiKeySecurity(search=["logs-*"])
        >>> remote_cluster("logs", remote=Eck(name="logs"), security=key)["apiKey"]
        {'access': {'search': {'names': ['logs-*']}}}
    """
    for name in ("expiration", "certificate_identity", "metadata"):
        if getattr(security, name) is not None:
            raise ConfigurationError(
                f"ApiKeySecurity.{name}", "is not known to the ECK operator", remedy="use Cluster.connect_to"
            )
    access: dict[str, Any] = {}
    for kind, entries in access_attribute(security.access).items():
        if len(entries) > 1:
            raise ConfigurationError(
                f"ApiKeySecurity.{kind}",
                f"must be one entry for the ECK operator, got {len(entries)}",
                remedy="put the names into one entry, or use Cluster.connect_to",
            )
        access[kind] = _as_the_operator_has_it(kind, entries[0])
    return {
        "name": alias,
        "elasticsearchRef": {"name": remote.name, "namespace": remote.namespace},
        "apiKey": {"access": access},
    }


def _as_the_operator_has_it(kind: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Turn the query from text into an object, and refuse what a replication entry does not have there."""
    written = dict(entry)
    if "query" in written:
        written["query"] = json.loads(written["query"])
    if "field_security" in written:
        # the resource's definition requires both members, where Elasticsearch takes either
        written["field_security"] = {"grant": ["*"], "except": [], **written["field_security"]}
    if kind == "replication" and len(written) > 1:
        raise ConfigurationError(
            "ApiKeySecurity.replication",
            "takes names alone for the ECK operator",
            remedy="use Cluster.connect_to",
        )
    return written
