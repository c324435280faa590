"""Every cluster searches every other cluster."""

from __future__ import annotations

from constructs import Construct

from constructs_lib import ApiKeySecurity, Inventory, Mesh, Role, Stack, Transport


class MeshStack(Stack):
    def __init__(self, scope: Construct, name: str, *, clusters: Inventory) -> None:
        super().__init__(scope, name)
        everyone = clusters.all(self)

        mesh = Mesh(
            self,
            "mesh",
            clusters=everyone,
            security=ApiKeySecurity(search=["logs-*"], expiration="90d", rotate_before="14d"),
            skip_unavailable=False,
            transport=Transport(ping_schedule="30s"),
        )
        mesh.grant_search([Role(cluster, "analyst") for cluster in everyone], names=["logs-*"])
