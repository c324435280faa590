"""One cluster searches all others. The first cluster of the inventory is the hub."""

from __future__ import annotations

from constructs import Construct

from constructs_lib import ApiKeySecurity, HubAndSpoke, Inventory, Role, Stack, Transport


class HubAndSpokeStack(Stack):
    def __init__(self, scope: Construct, name: str, *, clusters: Inventory) -> None:
        super().__init__(scope, name)
        hub, *spokes = clusters.all(self)

        search = HubAndSpoke(
            self,
            "search",
            hub=hub,
            spokes=spokes,
            security=ApiKeySecurity(search=["logs-*"], expiration="90d", rotate_before="14d"),
            # A search must succeed even if one spoke is unavailable.
            skip_unavailable=True,
            transport=Transport(compress="true"),
        )
        search.grant_search(Role(hub, "analyst"), names=["logs-*"])

        self.acknowledge("RC012", reason="no firewall between these clusters drops idle connections")
