"""A stack of this repository, synthesised, planned and applied as a user would, and requests that prove
it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from demo.terraform import Terraform, binary

from .conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.support.lab import Cluster, Lab

ANALYST = ("test-analyst", "analyst-password")
GRANTED, HIDDEN = "logs-app", "audit-2026"


@dataclass(frozen=True)
class Project:
    """A folder that stacks are written to, with what Terraform needs to deploy them to the lab."""

    lab: Lab
    folder: Path
    plugins: Path

    def synthesise(self, *stacks: str, **environment: str) -> None:
        """Run `python main.py`, as a user does."""
        run = subprocess.run(
            [sys.executable, "main.py"],
            cwd=ROOT,
            env={
                **os.environ,
                "CDKTF_OUTDIR": str(self.folder),
                "ESREMOTE_CLUSTERS": str(self.lab.file),
                "ESREMOTE_STACKS": ",".join(stacks),
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr

    def terraform(self, stack: str, **environment: str) -> Terraform:
        """Terraform in a stack's folder, with the lab's credentials, as if one had exported them."""
        passwords = {
            f"ESREMOTE_{name.upper()}_PASSWORD": cluster.password
            for name, cluster in self.lab.clusters.items()
        }
        terraform = Terraform(
            folder=self.folder / "stacks" / stack,
            plugins=self.plugins,
            environment={**passwords, **environment},
        )
        terraform.init()
        return terraform


def apply(terraform: Terraform) -> None:
    """Plan and apply, and see that a second plan changes nothing."""
    plan = terraform.folder / "plan"
    terraform.plan(plan)
    terraform.apply(plan)
    assert not terraform.plan(plan), "a second plan changes something"


def plan_text(terraform: Terraform, lab: Lab) -> str:
    """Plan, and return what a person reads, with the lab's addresses replaced by names."""
    plan = terraform.folder / "plan"
    terraform.plan(plan)
    shown = subprocess.run(
        [binary(), "show", "-no-color", str(plan)],
        cwd=terraform.folder,
        env={**os.environ, **terraform.environment},
        capture_output=True,
        text=True,
        check=True,
    )
    text = shown.stdout
    for name, cluster in lab.clusters.items():
        text = text.replace(cluster.remote_cluster_server, f"{name}.example:9443")
        text = text.replace(cluster.transport, f"{name}.example:9300")
    return text.lstrip("\n")


@contextmanager
def deployed(project: Project, stack: str, **environment: str) -> Iterator[Terraform]:
    """Deploy one stack, and take it down again."""
    project.synthesise(stack, **environment)
    terraform = project.terraform(stack)
    try:
        apply(terraform)
        yield terraform
    finally:
        terraform.destroy()


@contextmanager
def seeded(lab: Lab) -> Iterator[None]:
    """Documents on every cluster, in an index that stacks grant and in one that they do not, and an
    analyst."""
    name, password = ANALYST
    for cluster in lab.clusters.values():
        for index in (GRANTED, HIDDEN):
            cluster.call("PUT", f"/{index}/_doc/1?refresh=true", {"message": f"hello from {cluster.name}"})
        cluster.call("PUT", f"/_security/user/{name}", {"password": password, "roles": ["analyst"]})
    try:
        yield
    finally:
        for cluster in lab.clusters.values():
            cluster.call("DELETE", f"/_security/user/{name}")
            for index in (GRANTED, HIDDEN):
                cluster.call("DELETE", f"/{index}")


def search(local: Cluster, target: str, user: tuple[str, str] | None = ANALYST) -> int:
    """Search across clusters as the analyst; the HTTP status, or -1 for a 200 that found nothing."""
    answer = local.request("GET", f"/{target}/_search?ignore_unavailable=false", user=user)
    hits = answer.json().get("hits", {}).get("total", {}).get("value", 0)
    return answer.status_code if answer.status_code != 200 or hits else -1


def output(terraform: Terraform, name: str) -> str:
    """Read an output from a stack's state."""
    value: str = json.loads(terraform.state())["outputs"][name]["value"]
    return value


def connection(local: Cluster, alias: str) -> Mapping[str, object]:
    """What a cluster says about one of its remotes."""
    remotes: Mapping[str, Mapping[str, object]] = local.call("GET", "/_remote/info")
    return remotes[alias]
