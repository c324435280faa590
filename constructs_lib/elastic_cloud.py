"""Traffic filters of Elastic Cloud, which allow clusters to reach the remote cluster server of a deployment.

They matter if network security is enabled for the remote deployment. They do not apply in the TLS certificate
model (source: Elastic docs, "Remote clusters and network security"). The resources are those of Elastic's
provider `elastic/ec`.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_network
from typing import TYPE_CHECKING

from constructs_lib._source import caller
from constructs_lib._terraform_names import local_name
from constructs_lib._terraform_values import Expression
from esremote.model.constraints.raising import require_names
from esremote.model.deployment.deployments import ElasticCloudHosted
from esremote.model.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.cluster import Cluster

EC_SOURCE = "elastic/ec"


@dataclass(frozen=True, kw_only=True)
class _EcResource:
    terraform_type: str
    terraform_name: str
    source: str
    values: Mapping[str, object]

    def attributes(self) -> Mapping[str, object]:
        return self.values

    def sources(self) -> Mapping[str, str]:
        return {}


class TrafficFilter:
    """Allows other clusters to reach the remote cluster server of a deployment on Elastic Cloud Hosted.

    Local clusters on Elastic Cloud are identified by their IDs, and others by their networks.

    Args:
        on: the remote cluster. Its deployment must have a `region`.
        name: the name of the traffic filter.
        clusters: local clusters on Elastic Cloud Hosted. Their deployments must have a `resource_id` and an
            `organization_id`.
        networks: the networks of other local clusters, as CIDR blocks.

    Raises:
        ConfigurationError: a cluster is not on Elastic Cloud Hosted, its deployment lacks an attribute, a
            network is not a CIDR block, or there are neither clusters nor networks.

    Example:
        TrafficFilter(dublin, "frankfurt", clusters=[frankfurt])
    """

    def __init__(
        self, on: Cluster, name: str, *, clusters: Sequence[Cluster] = (), networks: Sequence[str] = ()
    ) -> None:
        path = f"TrafficFilter {name!r}"
        if not clusters and not networks:
            raise ConfigurationError(path, "needs clusters or networks, got neither")
        self.on = on
        self.name = name
        source = caller()
        remote = _hosted(f"{path}.on", on, "region", "deployment_id")
        if clusters:
            rules = [self._identity(path, cluster) for cluster in clusters]
            self._add(remote, "remote_cluster", rules, source)
        if networks:
            self._add(remote, "ip", [{"source": network} for network in _networks(path, networks)], source)

    @staticmethod
    def _identity(path: str, cluster: Cluster) -> dict[str, object]:
        local = _hosted(f"{path}.clusters", cluster, "resource_id", "organization_id")
        return {
            "remote_cluster_id": local.resource_id,
            "remote_cluster_org_id": local.organization_id,
            "description": cluster.name,
        }

    def _add(
        self, remote: ElasticCloudHosted, kind: str, rules: list[dict[str, object]], source: str
    ) -> None:
        name = local_name(self.on.name, self.name, kind.replace("_", "-"))
        filter_type = "ec_deployment_traffic_filter"
        self.on.registry.require_provider("ec", EC_SOURCE)
        self.on.registry.add(
            _EcResource(
                terraform_type=filter_type,
                terraform_name=name,
                source=source,
                values={"name": self.name, "region": remote.region, "type": kind, "rule": rules},
            )
        )
        self.on.registry.add(
            _EcResource(
                terraform_type="ec_deployment_traffic_filter_association",
                terraform_name=name,
                source=source,
                values={
                    "deployment_id": remote.deployment_id,
                    "traffic_filter_id": Expression(f"${{{filter_type}.{name}.id}}"),
                },
            )
        )


def trust_account(account_id: str, *, clusters: Sequence[Cluster] = ()) -> dict[str, object]:
    """Return an element of `elasticsearch.trust_account` of an `ec_deployment`.

    The TLS certificate model needs it. Add it to the resource of the deployment, which is not part of this
    library.

    Args:
        account_id: the ID of the Elastic Cloud organization to trust.
        clusters: the clusters of the organization to trust, by default all. Their deployments must have a
            `resource_id`.

    Returns:
        The element: `account_id`, `trust_all`, and `trust_allowlist` if `clusters` is not empty.

    Raises:
        ConfigurationError: a cluster is not on Elastic Cloud Hosted, or its deployment has no `resource_id`.

    Example:
        >>> trust_account("1234567890")
        {'account_id': '1234567890', 'trust_all': True}
    """
    trusted = [_hosted("trust_account.clusters", cluster, "resource_id").resource_id for cluster in clusters]
    return {"account_id": account_id, "trust_all": not trusted} | (
        {"trust_allowlist": sorted(filter(None, trusted))} if trusted else {}
    )


def _hosted(path: str, cluster: Cluster, *needed: str) -> ElasticCloudHosted:
    deployment = cluster.deployment
    if not isinstance(deployment, ElasticCloudHosted):
        raise ConfigurationError(
            path, f"cluster {cluster.name!r} must be on Elastic Cloud Hosted, got {deployment.label}"
        )
    missing = [name for name in needed if getattr(deployment, name) is None]
    if missing:
        raise ConfigurationError(
            f"{path}, cluster {cluster.name!r}", f"needs ElasticCloudHosted({', '.join(missing)}), got None"
        )
    return deployment


def _networks(path: str, networks: Sequence[str]) -> list[str]:
    checked = []
    for place, text in enumerate(require_names(f"{path}.networks", networks)):
        try:
            checked.append(str(ip_network(text)))
        except ValueError as problem:
            raise ConfigurationError(
                f"{path}.networks[{place}]", f"must be a CIDR block, got {text!r}: {problem}"
            ) from problem
    return checked
