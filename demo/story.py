"""The demonstration from beginning to end, as a list of steps."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from demo import proof
from demo.elasticsearch import read_lab
from demo.narrator import DemoError
from demo.terraform import Terraform

if TYPE_CHECKING:
    from pathlib import Path

    from demo.elasticsearch import Cluster, User
    from demo.narrator import Narrator

LOCAL, REMOTE = "frankfurt", "dublin"
STACK = "search"
ROLE = "analyst"


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where the demonstration keeps what it makes: all in one folder, so that nothing of yours is touched."""

    checkout: Path
    directory: Path

    @property
    def clusters(self) -> Path:
        """What the lab says about its clusters."""
        return self.directory / "lab.json"

    @property
    def plugins(self) -> Path:
        """The mirror that the provider is installed into."""
        return self.directory / "plugins"

    @property
    def synthesised(self) -> Path:
        """What `python main.py` writes."""
        return self.directory / "cdktf.out"

    @property
    def state(self) -> Path:
        """Terraform's state: the stack's backend puts it beside the synthesised folder."""
        return self.directory / f"terraform.{STACK}.tfstate"

    @property
    def plan(self) -> Path:
        """The plan that is applied."""
        return self.directory / "demo.tfplan"

    def shown(self, path: Path | str) -> str:
        """Write a path as a person would type it in the checkout."""
        return os.path.relpath(path, self.checkout)


def tell(narrator: Narrator, places: Places, *, keep: bool) -> None:
    """Connect two clusters, prove what can be read, and leave nothing behind.

    Args:
        narrator: prints the steps.
        places: where files go.
        keep: stop before the destroy and leave the clusters running, to look around.

    Raises:
        DemoError: a step did not do what it promises.
    """
    with narrator.step("Look for what is needed: a JDK, Maven, Node.js, Terraform or OpenTofu"):
        _python(places, "-m", "lab.prerequisites")
    try:
        clusters = _start(narrator, places)
        terraform, connection = _connect(narrator, places, clusters)
        user = _prove(narrator, places, terraform, connection)
        if keep:
            _look_around(narrator, places, connection, user)
            return
        _disconnect(narrator, terraform, connection, user)
    except BaseException:
        _stop(narrator, places)
        raise
    _stop(narrator, places)


def _start(narrator: Narrator, places: Places) -> dict[str, Cluster]:
    # what an earlier demonstration left running would make this one prove nothing
    _lab(places, "down")
    shutil.rmtree(places.synthesised, ignore_errors=True)
    places.state.unlink(missing_ok=True)
    with narrator.step("Start two clusters on this machine") as findings:
        _lab(places, "up", "--clusters", f"{LOCAL},{REMOTE}", visible=True)
        document = json.loads(places.clusters.read_text())["clusters"]
        findings.are(", ".join(f"{name} {facts['version']}" for name, facts in document.items()))
    clusters = read_lab(places.clusters)
    with narrator.step(f"Give {REMOTE} two indices") as findings:
        proof.seed(clusters[REMOTE])
        findings.are(f"{proof.GRANTED} (to be granted) and {proof.NOT_GRANTED} (not)")
    return clusters


def _connect(
    narrator: Narrator, places: Places, clusters: dict[str, Cluster]
) -> tuple[Terraform, proof.Connection]:
    with narrator.step("Synthesise the stack (python main.py)") as findings:
        _python(places, "main.py")
        findings.are(f"{places.shown(places.synthesised)}/stacks/{STACK}/cdk.tf.json")
    with narrator.step("Install the provider") as findings:
        _python(places, "-m", "esremote", "provider", "install", "--plugins-dir", str(places.plugins))
        findings.are("esremote/esremote, into a mirror of this demonstration")
    terraform = Terraform(
        folder=places.synthesised / "stacks" / STACK,
        plugins=places.plugins,
        environment={
            f"ESREMOTE_{name.upper()}_{what}": value
            for name, cluster in clusters.items()
            for what, value in (("USERNAME", cluster.admin.name), ("PASSWORD", cluster.admin.password))
        },
    )
    with narrator.step("terraform init"):
        terraform.init()
    with narrator.step("terraform plan") as findings:
        terraform.plan(places.plan)
        changes = terraform.show(places.plan)["resource_changes"]
        findings.are(f"{len(changes)} to add: " + ", ".join(change["type"] for change in changes))
    with narrator.step("terraform apply"):
        terraform.apply(places.plan)
    connection = proof.Connection(local=clusters[LOCAL], remote=clusters[REMOTE], alias=REMOTE, role=ROLE)
    return terraform, connection


def _prove(narrator: Narrator, places: Places, terraform: Terraform, connection: proof.Connection) -> User:
    user = proof.make_user(connection)
    with narrator.step(f"A user with only the role {ROLE} searches {REMOTE}:{proof.GRANTED}") as findings:
        findings.are(proof.granted_is_readable(connection, user))
    with narrator.step(f"The same user searches {REMOTE}:{proof.NOT_GRANTED}") as findings:
        findings.are(proof.other_is_forbidden(connection, user))
    with narrator.step(f"Even the superuser searches {REMOTE}:{proof.NOT_GRANTED}") as findings:
        findings.are(proof.other_is_forbidden(connection, None))
    with narrator.step("A second plan") as findings:
        if terraform.plan(places.plan.with_suffix(".second")):
            raise DemoError("the second plan should change nothing, but it does")
        findings.are("no change")
    with narrator.step("Look for the key's secret") as findings:
        findings.are(proof.secret_is_in_none_of(connection, terraform, places.plan))
    return user


def _disconnect(narrator: Narrator, terraform: Terraform, connection: proof.Connection, user: User) -> None:
    with narrator.step("terraform destroy"):
        proof.drop_user(connection.local, user)
        terraform.destroy()
    with narrator.step("Look for what is left") as findings:
        findings.are(proof.nothing_is_left(connection))


def _stop(narrator: Narrator, places: Places) -> None:
    with narrator.step("Stop the clusters"):
        _lab(places, "down")


def _look_around(narrator: Narrator, places: Places, connection: proof.Connection, user: User) -> None:
    local = connection.local
    curl = {
        who.name: connection.local.curl_config(places.directory / f"{who.name}.curl", who)
        for who in (user, local.admin)
    }
    reader, admin = (places.shown(file) for file in curl.values())
    stack = places.shown(places.synthesised / "stacks" / STACK)
    python, lab = places.shown(sys.executable), f"--directory {places.shown(places.directory)}"
    narrator.say("\n[bold]Everything is left running.[/bold] Look around:")
    for what, command in {
        "as the user who has only the granted role": (
            f"curl -sK {reader} '{local.url}/{connection.alias}:{proof.GRANTED}/_search?pretty'"
        ),
        "as the superuser": f"curl -sK {admin} '{local.url}/_remote/info?pretty'",
        "what Terraform keeps": f"terraform -chdir={stack} state list",
        "the log of a cluster": f"{python} -m lab logs {lab} {REMOTE}",
        "stop the clusters": f"{python} -m lab down {lab}",
    }.items():
        narrator.say(f"  [dim]# {what}[/dim]\n  {command}")


def _lab(places: Places, command: str, *arguments: str, visible: bool = False) -> None:
    _python(places, "-m", "lab", command, "--directory", str(places.directory), *arguments, visible=visible)


def _python(places: Places, *arguments: str, visible: bool = False) -> None:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=places.checkout,
        env={
            **os.environ,
            "ESREMOTE_CLUSTERS": str(places.clusters),
            "CDKTF_OUTDIR": str(places.synthesised),
        },
        stdin=subprocess.DEVNULL,
        stdout=None if visible else subprocess.PIPE,
        stderr=None if visible else subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        command = " ".join(("python", *arguments))
        raise DemoError(
            f"{command} ended with {done.returncode}" + (f":\n{done.stdout.strip()}" if done.stdout else "")
        )
