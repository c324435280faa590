"""A user's program, for the type checkers: every annotation here is what an editor should say."""

from __future__ import annotations

from typing import assert_type

from constructs_lib import (
    ApiKeySecurity,
    App,
    Cluster,
    Connection,
    Grant,
    HubAndSpoke,
    KeystoreCommand,
    MigrationPhase,
    Proxy,
    Role,
    Search,
    SelfManaged,
    Sniff,
    Stack,
    TlsCertificateSecurity,
)

app = App()
stack = Stack(app, "search")
frankfurt, dublin = (
    Cluster(
        stack,
        name,
        url=f"https://{name}.example:9200",
        deployment=SelfManaged(
            transport=name, remote_cluster_server=name, keystore=KeystoreCommand(["elasticsearch-keystore"])
        ),
    )
    for name in ("frankfurt", "dublin")
)
key = ApiKeySecurity(search=["logs-*", Search(names=["metrics-*"])], expiration="90d", rotate_before="14d")
connection = frankfurt.connect_to(dublin, security=key, mode=Proxy(server_name="dublin"))
assert_type(connection, Connection)
grant = connection.grant_search(Role(frankfurt, "analyst"), names=["logs-*"])
assert_type(grant, Grant)
assert_type(grant.effective, tuple[str, ...])
moving = TlsCertificateSecurity().migrate_to(key, phase=MigrationPhase.PREPARE)
frankfurt.connect_to(dublin, alias="dub", security=moving, mode=Sniff(seeds=["dublin:9300"]))
hubs = HubAndSpoke(stack, "hubs", hub=dublin, spokes=[frankfurt], security=key)
assert_type(hubs.grant_search(Role(dublin, "analyst"), names=["logs-*"]), tuple[Grant, ...])
app.synth()
