"""The app: `python main.py` writes Terraform's files to `cdktf.out/`; `cdktf deploy` applies them.

It makes the stack `search`, or those that `esremote_stacks` in `cdktf.json`'s context or the environment
variable ESREMOTE_STACKS names, separated by commas. They are examples of one another's alternatives, so
deploy one at a time.
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
    """Make a stack of the clusters that the inventory has."""
    return lambda app, name: stack(app, name, clusters=Inventory.load(app))


def migration(app: App, name: str) -> object:
    """Make the migration in the phase that ESREMOTE_MIGRATION_PHASE says: prepare, cutover or retire."""
    phase = os.environ.get("ESREMOTE_MIGRATION_PHASE", "prepare")
    phases = [each.value for each in MigrationPhase]
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
        raise ConfigurationError("ESREMOTE_STACKS", f"must be some of {', '.join(STACKS)}, got {name!r}")
    STACKS[name](app, name)
app.synth()
