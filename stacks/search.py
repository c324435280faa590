"""One cluster searches another: analysts in Frankfurt read the logs that are stored in Dublin."""

from __future__ import annotations

from constructs import Construct

from constructs_lib import ApiKeySecurity, Inventory, Role, Stack, Transport


class SearchStack(Stack):
    def __init__(self, scope: Construct, name: str, *, clusters: Inventory) -> None:
        super().__init__(scope, name)
        frankfurt = clusters.cluster(self, "frankfurt")
        dublin = clusters.cluster(self, "dublin")

        # The key is the limit: whatever roles are added to Frankfurt later, it can read nothing else in
        # Dublin.
        connection = frankfurt.connect_to(
            dublin,
            alias="dublin",
            security=ApiKeySecurity(search=["logs-*"], expiration="90d", rotate_before="14d"),
            skip_unavailable=False,
            transport=Transport(ping_schedule="30s"),
        )
        connection.grant_search(Role(frankfurt, "analyst"), names=["logs-*"])
