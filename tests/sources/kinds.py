"""One source of each kind, all of which describe that Frankfurt reads `logs-*` on Dublin."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from esremote.access import facts
from esremote.elasticsearch import About, Key, License
from esremote.elasticsearch.endpoint_probe import Answer, Seen
from esremote.live.as_facts import as_facts
from esremote.live.observed import AtAddress, Certificate, ObservedAlias, ObservedCluster
from esremote.model.releases.versions import Version
from tests.review.regenerate_stacks import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

FAR_AWAY = datetime(2999, 1, 1, tzinfo=UTC)
READ = ["read", "read_cross_cluster", "view_index_metadata"]
ALIAS = ObservedAlias(
    alias="dublin",
    info={
        "mode": "proxy",
        "proxy_address": "dublin.example:9443",
        "skip_unavailable": False,
        "cluster_credentials": "::es_redacted::",
    },
    connected=True,
    version="9.5.3",
    key_id="k1",
    at=(
        AtAddress(
            "dublin.example:9443",
            Seen(Answer.TLS),
            Certificate("CN=dublin", "CN=ca", "d1", FAR_AWAY, ("dublin.example",)),
        ),
    ),
)
OBSERVED = (
    ObservedCluster(
        name="dublin",
        about=About("dublin", "uuid-dublin", Version(9, 5, 3)),
        license=License("enterprise", "active", FAR_AWAY),
        keys={"k1": Key("k1", "frankfurt-dublin", {"search": [{"names": ["logs-*"]}]})},
    ),
    ObservedCluster(
        name="frankfurt",
        about=About("frankfurt", "uuid-frankfurt", Version(9, 5, 3)),
        license=License("enterprise", "active", FAR_AWAY),
        roles={
            "analyst": {"remote_indices": [{"clusters": ["dublin"], "names": ["logs-*"], "privileges": READ}]}
        },
        aliases=(ALIAS,),
    ),
)
"""What live clusters answer in the tests."""

LIST = """\
clusters:
  frankfurt: {endpoints: [https://frankfurt.example:9200], username: ops}
  dublin: {endpoints: [https://dublin.example:9200], username: ops}
"""


def plan() -> dict[str, Any]:
    """Return a real plan of the stack `search`."""
    document: dict[str, Any] = json.loads((FOLDER / "search/plan.json").read_text(encoding="utf-8"))
    return document


def state() -> dict[str, Any]:
    """Return the state after that plan."""
    resources = [
        {
            "address": made["address"],
            "mode": "managed",
            "type": made["type"],
            "values": made["change"]["after"],
        }
        for made in plan()["resource_changes"]
    ]
    return {
        "format_version": "1.0",
        "terraform_version": "1.11.4",
        "values": {"root_module": {"resources": resources}},
    }


def write_all(folder: Path) -> dict[str, list[str]]:
    """Write a source of each kind below a folder, and return the arguments that name each."""
    stack = folder / "cdktf.out/stacks/search"
    stack.mkdir(parents=True)
    shutil.copy(FOLDER / "search/cdk.tf.json", stack)
    (folder / "plan.json").write_text(json.dumps(plan()), encoding="utf-8")
    (folder / "state.json").write_text(json.dumps(state()), encoding="utf-8")
    (folder / "facts.json").write_text(facts.write(as_facts(OBSERVED)), encoding="utf-8")
    (folder / "clusters.yaml").write_text(LIST, encoding="utf-8")
    synth_dir = ["--synth-dir", "cdktf.out/stacks/search"]
    return {
        "plan": ["plan.json"],
        "plan with --synth-dir": ["plan.json", *synth_dir],
        "state": ["state.json"],
        "state with --synth-dir": ["state.json", *synth_dir],
        "synthesised app": ["cdktf.out"],
        "folder of stacks": ["cdktf.out/stacks"],
        "synthesised stack": ["cdktf.out/stacks/search"],
        "cdk.tf.json": ["cdktf.out/stacks/search/cdk.tf.json"],
        "facts document": ["facts.json"],
        "list of live clusters": ["clusters.yaml"],
    }
