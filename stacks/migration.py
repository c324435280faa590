"""Migration from TLS certificates to an API key, in three deployments. The alias stays the same.

Deploy the phase `prepare`, then `cutover`, then `retire`, and verify each before the next. To go back, deploy
the previous phase.
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
