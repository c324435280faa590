"""The provider beside a plain Go provider, on the same cluster, in the same run.

    python benchmarks/provider.py LAB_JSON [N …]

For each N: N roles, N/5 keys and N/5 aliases, on one cluster. The Go provider (`provider_plain_go/`,
terraform-plugin-framework, one call of the API for each resource) is built first. Phases alternate between
the two, so that whatever else the machine does falls on both. Prints seconds, ratios and the peak
memory of the provider process.

The aliases point at a closed port and nobody waits for them: a comparison of the providers, not of
Elasticsearch's connections. The keys of ours are `esremote_cross_cluster_api_key`: the plain provider knows
no keystore.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
TERRAFORM = shutil.which("terraform") or sys.exit("Terraform is needed: put it on PATH.")
PHASES = ("plan new", "apply new", "plan, no change", "update all roles", "destroy")


@dataclass
class Side:
    """One provider with a folder of its own."""

    name: str
    folder: Path
    environment: dict[str, str]
    seconds: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    peak: int = 0

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


def _ours(count: int, cluster: dict[str, str], version: int) -> str:
    clusters = {"c": {"endpoints": [cluster["url"]], "ca_file": cluster["ca_file"]}}
    role = {"cluster": ["monitor"], "indices": [{"names": [f"logs-{version}-*"], "privileges": ["read"]}]}
    return json.dumps(
        {
            "terraform": {"required_providers": {"esremote": {"source": "esremote/esremote"}}},
            "provider": {"esremote": {"clusters": clusters}},
            "resource": {
                "esremote_role": {
                    f"r{i}": {"on_cluster": "c", "name": f"bench-ours-{i}", **role} for i in range(count)
                },
                "esremote_cross_cluster_api_key": {
                    f"k{i}": {
                        "on_cluster": "c",
                        "name": f"bench-{i}",
                        "access": {"search": [{"names": ["logs-*"]}]},
                    }
                    for i in range(count // 5)
                },
                "esremote_connection": {
                    f"a{i}": {
                        "local_cluster": "c",
                        "alias": f"ours-{i}",
                        "proxy": {"proxy_address": "127.0.0.1:1"},
                        "wait_for": "nothing",
                    }
                    for i in range(count // 5)
                },
            },
        }
    )


def _plain(count: int, cluster: dict[str, str], version: int) -> str:
    body = {"cluster": ["monitor"], "indices": [{"names": [f"logs-{version}-*"], "privileges": ["read"]}]}
    key = {"access": {"search": [{"names": ["logs-*"]}]}}

    def alias(number: int) -> dict[str, str]:
        prefix = f"cluster.remote.plain-{number}"
        return {f"{prefix}.mode": "proxy", f"{prefix}.proxy_address": "127.0.0.1:1"}

    return json.dumps(
        {
            "terraform": {"required_providers": {"plain": {"source": "esremote/plain"}}},
            "provider": {"plain": {name: cluster[name] for name in ("url", "username", "password")}},
            "resource": {
                "plain_role": {
                    f"r{i}": {"name": f"bench-plain-{i}", "body": json.dumps(body)} for i in range(count)
                },
                "plain_key": {
                    f"k{i}": {"name": f"bench-{i}", "body": json.dumps(key)} for i in range(count // 5)
                },
                "plain_connection": {
                    f"a{i}": {"name": f"plain-{i}", "body": json.dumps(alias(i))} for i in range(count // 5)
                },
            },
        }
    )


def _build(folder: Path) -> None:
    """Build the Go provider, and lay a launcher of ours beside it."""
    go = shutil.which("go") or sys.exit(
        "Go is needed to build the plain provider: put its bin folder on PATH."
    )
    command = [go, "build", "-o", str(folder / "terraform-provider-plain"), "."]
    subprocess.run(command, cwd=HERE / "provider_plain_go", check=True)
    subprocess.run(  # as `esremote provider install` does
        [sys.executable, "-m", "compileall", "-q", str(HERE.parent / "esremote")],
        env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        check=True,
    )
    ours = folder / "terraform-provider-esremote"
    ours.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m esremote.provider "$@"\n')
    ours.chmod(0o755)
    overrides = "\n".join(f'    "esremote/{name}" = "{folder}"' for name in ("plain", "esremote"))
    (folder / "terraformrc").write_text(
        f"provider_installation {{\n  dev_overrides {{\n{overrides}\n  }}\n  direct {{}}\n}}\n"
    )


def main() -> None:
    """Run every phase for every N and print the table."""
    lab, *counts = sys.argv[1:]
    cluster = next(iter(json.loads(Path(lab).read_text())["clusters"].values()))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        _build(folder)
        environment = {
            **os.environ,
            "TF_CLI_CONFIG_FILE": str(folder / "terraformrc"),
            "CHECKPOINT_DISABLE": "1",
            "ESREMOTE_C_USERNAME": cluster["username"],
            "ESREMOTE_C_PASSWORD": cluster["password"],
            "PYTHONPATH": str(HERE.parent),
        }
        for count in map(int, counts or ["100"]):
            _compare(count, cluster, folder, environment)


def _compare(count: int, cluster: dict[str, str], folder: Path, environment: dict[str, str]) -> None:
    sides = []
    for name, write in (("esremote", _ours), ("plain Go", _plain)):
        place = folder / f"{name.split()[0]}-{count}"
        place.mkdir()
        sides.append((Side(name, place, environment), write))
    for phase in PHASES:
        for side, write in sides:
            version = 2 if phase in ("update all roles", "destroy") else 1
            (side.folder / "main.tf.json").write_text(write(count, cluster, version))
            match phase:
                case "plan new" | "plan, no change":
                    side.run(phase, "plan")
                case "apply new" | "update all roles":
                    side.run(phase, "apply", "-auto-approve")
                case _:
                    side.run(phase, "destroy", "-auto-approve")
    ours, plain = (side for side, _ in sides)
    print(f"\nN = {count}: {count} roles, {count // 5} keys, {count // 5} aliases")
    print(f"{'':<20}{'wall seconds':^32}{'CPU seconds of Terraform and provider':^40}")
    print(f"{'phase':<20}" + f"{'esremote':>12}{'plain Go':>12}{'ratio':>8}" * 2)
    for phase in PHASES:
        pairs = ((ours.seconds[phase], plain.seconds[phase]), (ours.cpu[phase], plain.cpu[phase]))
        row = "".join(f"{mine:>12.2f}{theirs:>12.2f}{mine / theirs:>8.2f}" for mine, theirs in pairs)
        print(f"{phase:<20}{row}")
    print(f"peak memory of the provider: {ours.peak / 1024:.0f} MiB, {plain.peak / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
