"""The TLS certificate model, deprecated since 9.0: clusters trust each other's transport certificates."""

from __future__ import annotations

from constructs import Construct

from constructs_lib import Inventory, Role, Sniff, Stack, TlsCertificateSecurity, Transport


class CertificatesStack(Stack):
    def __init__(self, scope: Construct, name: str, *, clusters: Inventory) -> None:
        super().__init__(scope, name)
        frankfurt = clusters.cluster(self, "frankfurt")
        dublin = clusters.cluster(self, "dublin")

        connection = frankfurt.connect_to(
            dublin,
            alias="dublin",
            security=TlsCertificateSecurity(),
            # Frankfurt's nodes can reach Dublin's nodes directly, so sniff mode works.
            mode=Sniff(),
            skip_unavailable=False,
            transport=Transport(ping_schedule="30s"),
        )
        # The same statement as with an API key; here it creates a role `analyst` on Dublin.
        connection.grant_search(Role(frankfurt, "analyst"), names=["logs-*"])

        self.acknowledge("RC001", reason="Dublin moves to API keys with its upgrade", until="2027-06-30")
        self.acknowledge("RC002", reason="one team administers both clusters")
