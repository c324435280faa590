"""The app: `python main.py` writes the files for Terraform to `cdktf.out/`; `cdktf deploy` applies them.

It synthesises the stack `search`. To choose others, list them, separated by commas, in `esremote_stacks` in
the context of `cdktf.json`, or in the environment variable ESREMOTE_STACKS. The stacks are alternatives:
deploy only one at a time.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from constructs_lib import App, ConfigurationError, Inventory, MigrationPhase
from stacks.certificates import CertificatesStack
from stacks.eck import EckStack
from stacks.elastic_cloud import ElasticCloudStack
from stacks.hub_and_spoke import HubAndSpokeStack
from stacks.mesh import MeshStack
from stacks.migration import MigrationStack
from stacks.replication import ReplicationStack
from stacks.search import SearchStack
from stacks.split_ownership import DublinKeysStack, FrankfurtLogsStack

Factory = Callable[[App, str], object]


def with_inventory(stack: Callable[..., object]) -> Factory:
    """Return a factory that passes the clusters of the inventory to a stack."""
    return lambda app, name: stack(app, name, clusters=Inventory.load(app))


def migration(app: App, name: str) -> object:
    """Create the migration in the phase ESREMOTE_MIGRATION_PHASE: prepare, cutover or retire."""
    phase = os.environ.get("ESREMOTE_MIGRATION_PHASE", "prepare")
    phases = [member.value for member in MigrationPhase]
    if phase not in phases:
        raise ConfigurationError(
            "ESREMOTE_MIGRATION_PHASE", f"must be one of {', '.join(phases)}, got {phase!r}"
        )
    return MigrationStack(app, name, clusters=Inventory.load(app), phase=MigrationPhase(phase))


STACKS: dict[str, Factory] = {
    "search": with_inventory(SearchStack),
    "replication": with_inventory(ReplicationStack),
    "hub-and-spoke": with_inventory(HubAndSpokeStack),
    "mesh": with_inventory(MeshStack),
    "certificates": with_inventory(CertificatesStack),
    "migration": migration,
    "dublin-keys": with_inventory(DublinKeysStack),
    "frankfurt-logs": with_inventory(FrankfurtLogsStack),
    "elastic-cloud": ElasticCloudStack,
    "eck": EckStack,
}

app = App()
wanted = app.node.try_get_context("esremote_stacks") or os.environ.get("ESREMOTE_STACKS", "search")
for name in (part.strip() for part in wanted.split(",")):
    if name not in STACKS:
        raise ConfigurationError("ESREMOTE_STACKS", f"must contain only {', '.join(STACKS)}, got {name!r}")
    STACKS[name](app, name)
app.synth()
