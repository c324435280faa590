"""Regenerates the plans of all stacks: `python tests/review/regenerate_stacks.py`, with Terraform installed.

Nothing is asked of any cluster: everything in these plans is new. What comes out is checked in, so that the
tests need neither Terraform nor Node.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "stacks"
STACKS: dict[str, dict[str, str]] = {
    "search": {},
    "replication": {},
    "hub-and-spoke": {},
    "mesh": {},
    "certificates": {},
    "migration-prepare": {"ESREMOTE_STACKS": "migration", "ESREMOTE_MIGRATION_PHASE": "prepare"},
    "migration-cutover": {"ESREMOTE_STACKS": "migration", "ESREMOTE_MIGRATION_PHASE": "cutover"},
    "migration-retire": {"ESREMOTE_STACKS": "migration", "ESREMOTE_MIGRATION_PHASE": "retire"},
    "dublin-keys": {},
    "frankfurt-logs": {},
    "eck": {},
}
"""Under which name a plan is kept, and what `main.py` is told to make it."""

CLUSTERS = {
    name: {
        "url": f"https://{name}.example:9200",
        "transport": f"{name}.example:9300",
        "remote_cluster_server": f"{name}.example:9443",
        "version": "9.5.3",
        "keystore_commands": [["ssh", f"{name}-1", "elasticsearch-keystore"]],
    }
    for name in ("frankfurt", "dublin", "oregon")
}
KEPT = (
    "format_version",
    "terraform_version",
    "resource_changes",
    "configuration",
    "applyable",
    "complete",
    "errored",
)


def main() -> None:
    """Synthesise and plan every stack."""
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        inventory = work / "clusters.json"
        inventory.write_text(json.dumps({"clusters": CLUSTERS}), encoding="utf-8")
        _run(
            [sys.executable, "-m", "esremote", "provider", "install", "--plugins-dir", str(work / "plugins")],
            ROOT,
        )
        for name, settings in STACKS.items():
            print(name)  # noqa: T201 - shows how far it is
            out = work / "out"
            shutil.rmtree(out, ignore_errors=True)
            told = {"ESREMOTE_CLUSTERS": str(inventory), "CDKTF_OUTDIR": str(out), "ESREMOTE_STACKS": name}
            _run([sys.executable, "main.py"], ROOT, **told | settings)
            (synthesised,) = (out / "stacks").iterdir()
            _keep(name, synthesised, work / "plugins")


def _keep(name: str, folder: Path, plugins: Path) -> None:
    _run(["terraform", "init", "-input=false", f"-plugin-dir={plugins}"], folder)
    variables = {"TF_VAR_dublin_credentials": "a-secret-of-the-stack-split-ownership"}
    _run(["terraform", "plan", "-input=false", "-out=plan.out"], folder, **variables)
    plan = json.loads(_run(["terraform", "show", "-json", "plan.out"], folder))
    kept = FOLDER / name
    kept.mkdir(parents=True, exist_ok=True)
    short = {name: value for name, value in plan.items() if name in KEPT}
    (kept / "plan.json").write_text(json.dumps(short, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    stacked = json.loads((folder / "cdk.tf.json").read_text(encoding="utf-8"))
    stacked.pop("terraform")
    (kept / "cdk.tf.json").write_text(json.dumps(stacked, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _run(command: list[str], folder: Path, **environment: str) -> str:
    ran = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        sys.exit(f"{' '.join(command)}:\n{ran.stdout}{ran.stderr}")
    return ran.stdout


if __name__ == "__main__":
    main()
