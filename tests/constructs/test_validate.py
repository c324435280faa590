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


def run(*command: str, cwd: Path, **environment: str) -> str:
    """What a command prints, which must succeed."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "CHECKPOINT_DISABLE": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module", params=["cdktf", "cdktn"])
def synthesised(
    request: pytest.FixtureRequest, inventory: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of all stacks, written with one of the libraries by one run of the program."""
    folder = tmp_path_factory.mktemp(request.param)
    run(
        sys.executable,
        "main.py",
        cwd=ROOT,
        ESREMOTE_CDK=request.param,
        ESREMOTE_CLUSTERS=str(inventory),
        ESREMOTE_STACKS=",".join(STACKS),
        CDKTF_OUTDIR=str(folder),
    )
    return folder / "stacks"


@pytest.mark.parametrize("stack", STACKS)
def test_the_stack_is_valid(stack: str, synthesised: Path, plugins: Path) -> None:
    program, folder = binaries.terraform(), synthesised / stack
    run(program, "init", "-input=false", f"-plugin-dir={plugins}", cwd=folder)
    assert "The configuration is valid" in run(program, "validate", "-no-color", cwd=folder)
