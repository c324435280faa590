"""The provider beside a plain Go provider, on the same cluster, in the same run.

    python benchmarks/provider.py LAB_JSON                         100 roles, the state in a file
    python benchmarks/provider.py LAB_JSON 500 --state elsewhere   500, the state where a team has it

For each N: N roles, N/5 keys and N/5 aliases, on one cluster. The Go provider (`provider_plain_go/`,
terraform-plugin-framework, one call of the API for each resource) is built first. Phases alternate between
all sides, so that whatever else the machine does falls on each. Prints seconds, ratios and the peak
memory of the provider process.

    Go, attributes     a role has the attributes that ours has, so Terraform's state is as large
    Go, text           a role's body is one JSON text; half as large a state
    Terraform alone    as many `terraform_data`, which have no provider process and no cluster, with a state
                       as large as ours: no provider with these attributes can take less

The aliases point at a closed port and nobody waits for them: a comparison of the providers, not of
Elasticsearch's connections. The keys of ours are `esremote_cross_cluster_api_key`: the plain provider knows
no keystore.
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

from provider_configurations import alone, ours, plain_with_attributes, plain_with_text
from provider_state import served

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
TERRAFORM = shutil.which("terraform") or sys.exit("Terraform is needed: put it on PATH.")
PHASES = ("plan new", "apply new", "plan, no change", "update all roles", "destroy")

OURS, ATTRIBUTES, TEXT, ALONE = "esremote", "Go, attributes", "Go, text", "Terraform alone"
Figures = dict[str, float]


@dataclass
class Side:
    """One provider with a folder of its own."""

    name: str
    folder: Path
    environment: dict[str, str]
    plugins: Path
    backend: dict[str, Any]
    seconds: Figures = field(default_factory=dict)
    cpu: Figures = field(default_factory=dict)
    peak: int = 0

    def terraform(self, *arguments: str) -> str:
        """Run Terraform unmeasured, and return what it prints."""
        command = [TERRAFORM, *arguments]
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, text=True, stdout=subprocess.PIPE, check=True
        ).stdout

    def run(self, phase: str, *arguments: str) -> None:
        """Run Terraform, and note the time and the memory of the provider."""
        begun, spent = time.perf_counter(), _cpu_of_children()
        log = self.folder / "terraform.log"  # a pipe that nobody empties would stop Terraform
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
        self.seconds[phase] = time.perf_counter() - begun
        print(f"{self.name}: {phase} in {self.seconds[phase]:.1f} s", file=sys.stderr)
        self.cpu[phase] = _cpu_of_children() - spent


def _cpu_of_children() -> float:
    """CPU seconds of every process that has ended below this one: Terraform and its providers."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory_of_children(pid: int) -> int:
    """The largest resident memory, in KiB, of a provider process below Terraform."""
    found = 0
    for child in _descendants(pid):
        try:
            status = Path(f"/proc/{child}/status").read_text()
        except OSError:
            continue
        memory = re.search(r"VmRSS:\s+(\d+)", status)
        if memory and "terraform\n" not in status.splitlines()[0] + "\n":
            found = max(found, int(memory[1]))
    return found


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
    """Build the Go provider, and lay both where `terraform init -plugin-dir` finds them."""
    go = shutil.which("go") or sys.exit(
        "Go is needed to build the plain provider: put its bin folder on PATH."
    )
    plugins = folder / "plugins"
    target = _place(plugins, "plain")
    subprocess.run([go, "build", "-o", str(target), "."], cwd=HERE / "provider_plain_go", check=True)
    subprocess.run(  # as `esremote provider install` does
        [sys.executable, "-m", "compileall", "-q", str(HERE.parent / "esremote")],
        env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        check=True,
    )
    launcher = _place(plugins, "esremote")
    launcher.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m esremote.provider "$@"\n')
    launcher.chmod(0o755)
    return plugins


def _place(plugins: Path, name: str) -> Path:
    version = subprocess.run([TERRAFORM, "version", "-json"], text=True, stdout=subprocess.PIPE, check=True)
    platform = str(json.loads(version.stdout)["platform"])
    folder = plugins / "registry.terraform.io" / "esremote" / name / "0.0.1" / platform
    folder.mkdir(parents=True)
    return folder / f"terraform-provider-{name}_v0.0.1"


def main() -> None:
    """Run every phase for every N and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("lab", type=Path, metavar="LAB_JSON", help="the file that `python -m lab up` wrote")
    parser.add_argument("counts", type=int, nargs="*", default=[100], metavar="N", help="roles; default 100")
    parser.add_argument(
        "--state", choices=("file", "elsewhere"), default="file", help="where Terraform keeps the state"
    )
    arguments = parser.parse_args()
    cluster = next(iter(json.loads(arguments.lab.read_text())["clusters"].values()))
    with tempfile.TemporaryDirectory() as made, served() as address:
        folder = Path(made)
        plugins = _build(folder)
        (folder / "terraformrc").touch()  # nobody's own settings
        environment = {
            **os.environ,
            "TF_CLI_CONFIG_FILE": str(folder / "terraformrc"),
            "CHECKPOINT_DISABLE": "1",
            "ESREMOTE_C_USERNAME": cluster["username"],
            "ESREMOTE_C_PASSWORD": cluster["password"],
            "PYTHONPATH": str(HERE.parent),
        }
        for count in arguments.counts:
            sides = {}
            for name in (OURS, ATTRIBUTES, TEXT, ALONE):
                place = folder / f"{name.rpartition(' ')[2]}-{count}"
                place.mkdir()
                kept = {"address": f"{address}/{place.name}"}
                backend = {"backend": {"http": kept}} if arguments.state == "elsewhere" else {}
                sides[name] = Side(name, place, environment, plugins, backend)
            _compare(count, cluster, sides)


def _compare(count: int, cluster: dict[str, str], sides: dict[str, Side]) -> None:
    written: dict[str, Callable[[int], str]] = {
        OURS: partial(ours, count, cluster, sides[OURS].backend),
        ATTRIBUTES: partial(plain_with_attributes, count, cluster, sides[ATTRIBUTES].backend),
        TEXT: partial(plain_with_text, count, cluster, sides[TEXT].backend),
    }
    for phase in PHASES:
        version = 2 if phase in ("update all roles", "destroy") else 1
        for name, write in written.items():
            _run_phase(sides[name], phase, write(version))
        if phase == "apply new":
            size = len(sides[OURS].terraform("state", "pull"))
            written[ALONE] = partial(alone, count, size, sides[ALONE].backend)
            _run_phase(sides[ALONE], phase, written[ALONE](version))
    print(f"\nN = {count}: {count} roles, {count // 5} keys, {count // 5} aliases")
    _print("wall seconds", {name: side.seconds for name, side in sides.items()})
    _print("processor seconds", {name: side.cpu for name, side in sides.items()})
    print("processor seconds are those of Terraform and the provider, not of Elasticsearch")
    peaks = ", ".join(f"{name} {sides[name].peak / 1024:.0f}" for name in (OURS, ATTRIBUTES, TEXT))
    print(f"peak memory of the provider in MiB: {peaks}")


def _run_phase(side: Side, phase: str, configuration: str) -> None:
    (side.folder / "main.tf.json").write_text(configuration)
    if not side.seconds:
        side.terraform("init", f"-plugin-dir={side.plugins}")
    match phase:
        case "plan new" | "plan, no change":
            side.run(phase, "plan")
        case "apply new" | "update all roles":
            side.run(phase, "apply", "-auto-approve")
        case _:
            side.run(phase, "destroy", "-auto-approve")


def _print(title: str, figures: dict[str, Figures]) -> None:
    print(f"\n{title:<20}{OURS:>12}{ATTRIBUTES:>16}{'ratio':>8}{TEXT:>16}{'ratio':>8}{ALONE:>18}")
    for phase in PHASES:
        one, other, another = (figures[name][phase] for name in (OURS, ATTRIBUTES, TEXT))
        row = f"{one:>12.2f}{other:>16.2f}{one / other:>8.2f}{another:>16.2f}{one / another:>8.2f}"
        print(f"{phase:<20}{row}{figures[ALONE].get(phase, math.nan):>18.2f}")


if __name__ == "__main__":
    main()
