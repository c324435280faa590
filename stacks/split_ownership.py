"""Two teams: Dublin's administrators create the key, and Frankfurt's use it. Neither team has access to the
cluster of the other.

cdktf deploy dublin-keys        Dublin's administrators, who then hand over the output `frankfurt_encoded`
export TF_VAR_dublin_credentials=...
cdktf deploy frankfurt-logs     Frankfurt's administrators
"""

from __future__ import annotations

from constructs import Construct

from constructs_lib import (
    ApiKeySecurity,
    Cluster,
    CrossClusterApiKey,
    Inventory,
    Role,
    Stack,
    Transport,
)


class DublinKeysStack(Stack):
    def __init__(self, scope: Construct, name: str, *, clusters: Inventory) -> None:
        super().__init__(scope, name)
        dublin = clusters.cluster(self, "dublin")

        key = CrossClusterApiKey(
            dublin, "frankfurt", search=["logs-*"], expiration="90d", rotate_before="14d"
        )
        self.output("frankfurt_encoded", key.encoded, description="for Frankfurt's administrators")


class FrankfurtLogsStack(Stack):
    def __init__(self, scope: Construct, name: str, *, clusters: Inventory) -> None:
        super().__init__(scope, name)
        frankfurt = clusters.cluster(self, "frankfurt")
        # Frankfurt's administrators know only the address of Dublin.
        dublin = Cluster.from_attributes(self, "dublin", deployment=clusters.deployment("dublin"))

        connection = frankfurt.connect_to(
            dublin,
            alias="dublin",
            security=ApiKeySecurity.from_encoded("dublin_credentials", search=["logs-*"]),
            skip_unavailable=False,
            transport=Transport(ping_schedule="30s"),
        )
        connection.grant_search(Role(frankfurt, "analyst"), names=["logs-*"])
