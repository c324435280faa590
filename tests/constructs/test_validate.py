"""Every stack to copy, from both libraries, is valid for the real Terraform with the installed provider.

The Elastic Cloud stack is not here: it needs the provider `elastic/ec`, which only a registry has.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.harness import binaries

ROOT = Path(__file__).resolve().parents[2]
STACKS = (
    "search",
    "replication",
    "hub-and-spoke",
    "mesh",
    "certificates",
    "migration",
    "dublin-keys",
    "frankfurt-logs",
    "eck",
)

pytestmark = pytest.mark.terraform


@pytest.fixture(scope="module")
def plugins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plugins")
    command = [sys.executable, "-m", "esremote", "provider", "install", "--plugins-dir", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def inventory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("inventory") / "clusters.json"
    clusters = {
        name: {
            "url": f"https://{name}.example:9200",
            "transport": f"{name}.example:9300",
            "remote_cluster_server": f"{name}.example:9443",
            "version": "9.5.3",
            "keystore_commands": [["elasticsearch-keystore"]],
        }
        for name in ("frankfurt", "dublin")
    }
    file.write_text(json.dumps({"clusters": clusters}), encoding="utf-8")
    return file


@pytest.mark.parametrize("library", ["cdktf", "cdktn"])
@pytest.mark.parametrize("stack", STACKS)
def test_the_stack_is_valid(stack: str, library: str, plugins: Path, inventory: Path, tmp_path: Path) -> None:
    chosen = {"ESREMOTE_CDK": library, "ESREMOTE_CLUSTERS": str(inventory), "ESREMOTE_STACKS": stack}
    environment = {
        **os.environ,
        **chosen,
        "CDKTF_OUTDIR": str(tmp_path / "cdktf.out"),
        "CHECKPOINT_DISABLE": "1",
    }
    program = binaries.terraform()

    def run(*command: str, cwd: Path) -> str:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(sys.executable, "main.py", cwd=ROOT)
    folder = tmp_path / "cdktf.out" / "stacks" / stack
    run(program, "init", "-input=false", f"-plugin-dir={plugins}", cwd=folder)
    assert "The configuration is valid" in run(program, "validate", "-no-color", cwd=folder)
