"""Synthesises a mesh with this library: `synthesis_mesh.py OUTDIR CLUSTERS`. Called by synthesis.py."""

from __future__ import annotations

import json
import sys
import time

from constructs_lib import ApiKeySecurity, App, Cluster, KeystoreCommand, Mesh, Role, SelfManaged, Stack

outdir, number = sys.argv[1], int(sys.argv[2])
begin = time.perf_counter()
app = App(outdir=outdir)
stack = Stack(app, "mesh")
clusters = [
    Cluster(
        stack,
        name,
        url=f"https://{name}.example:9200",
        deployment=SelfManaged(
            remote_cluster_server=f"{name}.example",
            keystore=KeystoreCommand(["ssh", name, "elasticsearch-keystore"]),
        ),
    )
    for name in (f"c{index:03}" for index in range(number))
]
key = ApiKeySecurity(search=["logs-*", "metrics-*"], expiration="90d", rotate_before="14d")
mesh = Mesh(stack, "mesh", clusters=clusters, security=key, skip_unavailable=False)
mesh.grant_search([Role(cluster, "analyst") for cluster in clusters], names=["logs-app-*"])
app.synth()
print(json.dumps({"seconds": time.perf_counter() - begin}))
