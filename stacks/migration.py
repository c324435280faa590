"""From certificates to an API key, in three deployments, while the alias stays what it is.

Deploy it with the phase `prepare`, look, then `cutover`, look, then `retire`. Going back is deploying the
phase before.
"""

from __future__ import annotations

from constructs import Construct

from constructs_lib import (
    ApiKeySecurity,
    Inventory,
    MigrationPhase,
    Role,
    Stack,
    TlsCertificateSecurity,
    Transport,
)


class MigrationStack(Stack):
    def __init__(self, scope: Construct, name: str, *, clusters: Inventory, phase: MigrationPhase) -> None:
        super().__init__(scope, name)
        frankfurt = clusters.cluster(self, "frankfurt")
        dublin = clusters.cluster(self, "dublin")

        key = ApiKeySecurity(search=["logs-*"], expiration="90d", rotate_before="14d")
        connection = frankfurt.connect_to(
            dublin,
            alias="dublin",
            security=TlsCertificateSecurity().migrate_to(key, phase=phase),
            skip_unavailable=False,
            transport=Transport(ping_schedule="30s"),
        )
        connection.grant_search(Role(frankfurt, "analyst"), names=["logs-*"])

        if phase is MigrationPhase.PREPARE:
            self.acknowledge("RC001", reason="this is the way out of it")
            self.acknowledge("RC002", reason="bounded by the key from the next phase on")
