"""Two deployments in Elastic Cloud Hosted, the remote one with network security."""

from __future__ import annotations

from constructs import Construct

from constructs_lib import (
    ApiKeySecurity,
    Cluster,
    ElasticCloudHosted,
    Role,
    Stack,
    TrafficFilter,
    Transport,
)

ORGANIZATION = "1234567890"


class ElasticCloudStack(Stack):
    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        frankfurt = Cluster(
            self,
            "frankfurt",
            url="https://frankfurt.es.europe-west3.gcp.cloud.es.io",
            deployment=ElasticCloudHosted(
                deployment_id="320b7b540dfc967a7a649c18e2fce4ed",
                endpoint="frankfurt.es.europe-west3.gcp.cloud.es.io",
                resource_id="a1b2c3d4e5f60718293a4b5c6d7e8f90",
                organization_id=ORGANIZATION,
                region="gcp-europe-west3",
            ),
        )
        dublin = Cluster(
            self,
            "dublin",
            url="https://dublin.es.eu-west-1.aws.cloud.es.io",
            deployment=ElasticCloudHosted(
                deployment_id="0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                endpoint="dublin.es.eu-west-1.aws.cloud.es.io",
                region="aws-eu-west-1",
            ),
        )

        connection = frankfurt.connect_to(
            dublin,
            security=ApiKeySecurity(search=["logs-*"], expiration="90d", rotate_before="14d"),
            skip_unavailable=False,
            transport=Transport(ping_schedule="30s"),
        )
        connection.grant_search(Role(frankfurt, "analyst"), names=["logs-*"])

        # With network security, Dublin's proxy accepts only the clusters listed here.
        TrafficFilter(dublin, "frankfurt", clusters=[frankfurt])
