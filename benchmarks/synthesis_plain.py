"""Synthesises the mesh as plain resources: `synthesis_plain.py OUTDIR CLUSTERS`. Called by synthesis.py."""

from __future__ import annotations

import json
import sys
import time
from itertools import permutations

from constructs_lib._cdk import cdk

outdir, number = sys.argv[1], int(sys.argv[2])
begin = time.perf_counter()
app = cdk.App(outdir=outdir)
stack = cdk.TerraformStack(app, "mesh")
names = [f"c{index:03}" for index in range(number)]
provider = cdk.TerraformProvider(
    stack, "esremote", terraform_resource_type="esremote", terraform_provider_source="esremote/esremote"
)
provider.add_override(
    "clusters",
    {
        name: {
            "endpoints": [f"https://{name}.example:9200"],
            "keystore": {"commands": [["ssh", name, "elasticsearch-keystore"]]},
        }
        for name in names
    },
)
for local, remote in permutations(names, 2):
    connection = cdk.TerraformResource(
        stack, f"{local}-{remote}", terraform_resource_type="esremote_connection", provider=provider
    )
    for name, value in {
        "local_cluster": local,
        "alias": remote,
        "proxy": {"proxy_address": f"{remote}.example:9443"},
        "skip_unavailable": False,
        "cross_cluster_api_key": {
            "remote_cluster": remote,
            "access": {"search": [{"names": ["logs-*", "metrics-*"]}]},
            "expiration": "90d",
            "rotate_before": "14d",
        },
    }.items():
        connection.add_override(name, value)
for local in names:
    role = cdk.TerraformResource(
        stack, f"role-{local}", terraform_resource_type="esremote_role", provider=provider
    )
    for name, value in {
        "on_cluster": local,
        "name": "analyst",
        "remote_indices": [
            {
                "clusters": [remote for remote in names if remote != local],
                "names": ["logs-app-*"],
                "privileges": ["read", "read_cross_cluster", "view_index_metadata"],
            }
        ],
    }.items():
        role.add_override(name, value)
app.synth()
print(json.dumps({"seconds": time.perf_counter() - begin}))
