"""Cross-cluster replication: Frankfurt keeps copies of the orders that are written in Dublin."""

from __future__ import annotations

from constructs import Construct

from constructs_lib import ApiKeySecurity, Inventory, Role, Stack, Transport


class ReplicationStack(Stack):
    def __init__(self, scope: Construct, name: str, *, clusters: Inventory) -> None:
        super().__init__(scope, name)
        frankfurt = clusters.cluster(self, "frankfurt")
        dublin = clusters.cluster(self, "dublin")

        connection = frankfurt.connect_to(
            dublin,
            alias="dublin",
            security=ApiKeySecurity(replication=["orders-*"], expiration="90d", rotate_before="14d"),
            skip_unavailable=False,
            transport=Transport(ping_schedule="30s"),
        )
        # The role also needs privileges on the local cluster, for the follower indices.
        connection.grant_replication(
            Role(frankfurt, "replicator"), names=["orders-*"], followers=["orders-*-copy"]
        )
