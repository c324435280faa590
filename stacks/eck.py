"""A self-managed cluster reads one that the ECK operator runs, through a load balancer.

`esremote node-settings --format eck` prints what to merge into the Elasticsearch resource.
"""

from __future__ import annotations

from constructs import Construct

from constructs_lib import (
    ApiKeySecurity,
    Cluster,
    Eck,
    KeystoreCommand,
    Role,
    SelfManaged,
    Stack,
    Transport,
)


class EckStack(Stack):
    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        frankfurt = Cluster(
            self,
            "frankfurt",
            url="https://frankfurt.example:9200",
            deployment=SelfManaged(
                remote_cluster_server="frankfurt.example",
                keystore=KeystoreCommand(["ssh", "fra-1.example", "sudo", "elasticsearch-keystore"]),
            ),
        )
        logs = Cluster(
            self,
            "logs",
            url="https://logs.apps.example:9200",
            deployment=Eck(
                name="logs",
                namespace="observability",
                # Pods are reachable only inside Kubernetes, so other clusters use a load balancer.
                remote_cluster_server="logs-remote.apps.example",
            ),
        )

        key = ApiKeySecurity(search=["logs-*"], expiration="90d", rotate_before="14d")
        pings = Transport(ping_schedule="30s")
        outside = frankfurt.connect_to(logs, security=key, skip_unavailable=False, transport=pings)
        outside.grant_search(Role(frankfurt, "analyst"), names=["logs-*"])

        # The other direction: the key is stored in the Kubernetes secret of secureSettings.
        inside = logs.connect_to(frankfurt, security=key, skip_unavailable=False, transport=pings)
        inside.grant_search(Role(logs, "analyst"), names=["logs-*"])
