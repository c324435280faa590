"""Compares the provider with a plain Go provider, on the same cluster, in the same run.

    python benchmarks/provider.py LAB_JSON                      100 roles, the state in a local file
    python benchmarks/provider.py LAB_JSON 500 --state remote   500 roles, the state in a remote backend

For each N it manages N roles, N/5 keys and N/5 aliases on one cluster. It first builds the Go provider
(`provider_plain_go/`: terraform-plugin-framework, one API call per resource). The contestants take turns in
every phase, so that other work on the machine affects all of them. The output is seconds, ratios and the
peak memory of the provider process.

    Go, attributes     a role has the same attributes as ours, so Terraform's state is as large
    Go, text           the body of a role is one JSON string, which halves the state
    Terraform alone    as many `terraform_data`, which need no provider process and no cluster, with a state
                       as large as ours: no provider with these attributes can be faster

The aliases point at a closed port, and nothing waits for them to connect: this compares the providers, not
Elasticsearch's connections. Keys are `esremote_cross_cluster_api_key` resources because the plain provider
cannot write to a keystore.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provider_configurations import esremote, plain_with_attributes, plain_with_text, terraform_alone
from provider_state_server import state_server

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
TERRAFORM = shutil.which("terraform") or sys.exit("Terraform is needed: put it on PATH.")
PHASES = ("plan new", "apply new", "plan, no change", "update all roles", "destroy")

OURS, ATTRIBUTES, TEXT, ALONE = "esremote", "Go, attributes", "Go, text", "Terraform alone"
Figures = dict[str, float]


@dataclass
class Contestant:
    """A provider, with a folder of its own to run Terraform in."""

    name: str
    folder: Path
    environment: dict[str, str]
    plugins: Path
    backend: dict[str, Any]
    seconds: Figures = field(default_factory=dict)
    cpu: Figures = field(default_factory=dict)
    peak: int = 0

    def terraform(self, *arguments: str) -> str:
        """Run Terraform without measuring it, and return its output."""
        command = [TERRAFORM, *arguments]
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, text=True, stdout=subprocess.PIPE, check=True
        ).stdout

    def run(self, phase: str, *arguments: str) -> None:
        """Run Terraform, and record its time and the provider's memory."""
        begin, cpu_before = time.perf_counter(), _cpu_of_children()
        log = self.folder / "terraform.log"  # a full pipe would block Terraform
        with log.open("w") as output:
            process = subprocess.Popen(
                [TERRAFORM, *arguments, "-no-color"],
                cwd=self.folder,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            while process.poll() is None:
                self.peak = max(self.peak, _memory_of_children(process.pid))
                time.sleep(0.05)
        if process.returncode:
            sys.exit(f"{self.name}: {phase}\n{log.read_text()[-3000:]}")
        self.seconds[phase] = time.perf_counter() - begin
        print(f"{self.name}: {phase} in {self.seconds[phase]:.1f} s", file=sys.stderr)
        self.cpu[phase] = _cpu_of_children() - cpu_before


def _cpu_of_children() -> float:
    """Return the CPU seconds of all terminated descendants: Terraform and its providers."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory_of_children(pid: int) -> int:
    """Return the largest resident memory, in KiB, of a provider process that Terraform started."""
    largest = 0
    for child in _descendants(pid):
        try:
            status = Path(f"/proc/{child}/status").read_text()
        except OSError:
            continue
        memory = re.search(r"VmRSS:\s+(\d+)", status)
        if memory and "terraform\n" not in status.splitlines()[0] + "\n":
            largest = max(largest, int(memory[1]))
    return largest


def _descendants(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for task in Path(f"/proc/{pid}/task").iterdir():
            children += (task / "children").read_text().split()
    except OSError:
        return []
    own = {int(child) for child in children}
    return [*own, *(grandchild for child in own for grandchild in _descendants(child))]


def _build(folder: Path) -> Path:
    """Build the Go provider, and put both providers where `terraform init -plugin-dir` finds them."""
    go = shutil.which("go") or sys.exit(
        "Go is needed to build the plain provider: put its bin folder on PATH."
    )
    plugins = folder / "plugins"
    target = _executable(plugins, "plain")
    subprocess.run([go, "build", "-o", str(target), "."], cwd=HERE / "provider_plain_go", check=True)
    subprocess.run(  # as `esremote provider install` does
        [sys.executable, "-m", "compileall", "-q", str(HERE.parent / "esremote")],
        env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        check=True,
    )
    launcher = _executable(plugins, "esremote")
    launcher.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m esremote.provider "$@"\n')
    launcher.chmod(0o755)
    return plugins


def _executable(plugins: Path, name: str) -> Path:
    version = subprocess.run([TERRAFORM, "version", "-json"], text=True, stdout=subprocess.PIPE, check=True)
    platform = str(json.loads(version.stdout)["platform"])
    folder = plugins / "registry.terraform.io" / "esremote" / name / "0.0.1" / platform
    folder.mkdir(parents=True)
    return folder / f"terraform-provider-{name}_v0.0.1"


def main() -> None:
    """Run every phase for every N, and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("lab", type=Path, metavar="LAB_JSON", help="the file that `python -m lab up` wrote")
    parser.add_argument("counts", type=int, nargs="*", default=[100], metavar="N", help="roles (default 100)")
    parser.add_argument(
        "--state", choices=("file", "remote"), default="file", help="where Terraform keeps its state"
    )
    arguments = parser.parse_args()
    cluster = next(iter(json.loads(arguments.lab.read_text())["clusters"].values()))
    with tempfile.TemporaryDirectory() as scratch, state_server() as address:
        folder = Path(scratch)
        plugins = _build(folder)
        (folder / "terraformrc").touch()  # instead of the user's own
        environment = {
            **os.environ,
            "TF_CLI_CONFIG_FILE": str(folder / "terraformrc"),
            "CHECKPOINT_DISABLE": "1",
            "ESREMOTE_C_USERNAME": cluster["username"],
            "ESREMOTE_C_PASSWORD": cluster["password"],
            "PYTHONPATH": str(HERE.parent),
        }
        for count in arguments.counts:
            contestants = {}
            for name in (OURS, ATTRIBUTES, TEXT, ALONE):
                own_folder = folder / f"{name.rpartition(' ')[2]}-{count}"
                own_folder.mkdir()
                http = {"address": f"{address}/{own_folder.name}"}
                backend = {"backend": {"http": http}} if arguments.state == "remote" else {}
                contestants[name] = Contestant(name, own_folder, environment, plugins, backend)
            _compare(count, cluster, contestants)


def _compare(count: int, cluster: dict[str, str], contestants: dict[str, Contestant]) -> None:
    configurations: dict[str, Callable[[int], str]] = {
        OURS: partial(esremote, count, cluster, contestants[OURS].backend),
        ATTRIBUTES: partial(plain_with_attributes, count, cluster, contestants[ATTRIBUTES].backend),
        TEXT: partial(plain_with_text, count, cluster, contestants[TEXT].backend),
    }
    for phase in PHASES:
        version = 2 if phase in ("update all roles", "destroy") else 1
        for name, write in configurations.items():
            _run_phase(contestants[name], phase, write(version))
        if phase == "apply new":
            size = len(contestants[OURS].terraform("state", "pull"))
            configurations[ALONE] = partial(terraform_alone, count, size, contestants[ALONE].backend)
            _run_phase(contestants[ALONE], phase, configurations[ALONE](version))
    print(f"\nN = {count}: {count} roles, {count // 5} keys, {count // 5} aliases")
    _print("wall seconds", {name: contestant.seconds for name, contestant in contestants.items()})
    _print("processor seconds", {name: contestant.cpu for name, contestant in contestants.items()})
    print("processor seconds: Terraform and the provider, without Elasticsearch")
    peaks = ", ".join(f"{name} {contestants[name].peak / 1024:.0f}" for name in (OURS, ATTRIBUTES, TEXT))
    print(f"peak memory of the provider in MiB: {peaks}")


def _run_phase(contestant: Contestant, phase: str, configuration: str) -> None:
    (contestant.folder / "main.tf.json").write_text(configuration)
    if not contestant.seconds:
        contestant.terraform("init", f"-plugin-dir={contestant.plugins}")
    match phase:
        case "plan new" | "plan, no change":
            contestant.run(phase, "plan")
        case "apply new" | "update all roles":
            contestant.run(phase, "apply", "-auto-approve")
        case _:
            contestant.run(phase, "destroy", "-auto-approve")


def _print(title: str, figures: dict[str, Figures]) -> None:
    print(f"\n{title:<20}{OURS:>12}{ATTRIBUTES:>16}{'ratio':>8}{TEXT:>16}{'ratio':>8}{ALONE:>18}")
    for phase in PHASES:
        own, attributes, text = (figures[name][phase] for name in (OURS, ATTRIBUTES, TEXT))
        row = f"{own:>12.2f}{attributes:>16.2f}{own / attributes:>8.2f}{text:>16.2f}{own / text:>8.2f}"
        print(f"{phase:<20}{row}{figures[ALONE].get(phase, math.nan):>18.2f}")


if __name__ == "__main__":
    main()
