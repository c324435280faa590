"""Every stack to copy, synthesised with either CDK, and everything that is printed from it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from esremote.cli import main as cli
from tests.support.golden import assert_golden

from .conftest import ROOT

GOLDEN = Path(__file__).parent / "golden"
STACKS = [
    "search",
    "replication",
    "hub-and-spoke",
    "mesh",
    "certificates",
    "migration",
    "dublin-keys",
    "frankfurt-logs",
    "elastic-cloud",
    "eck",
]
NETWORKS = [
    f"--from={name}=10.{place}.0.0/16" for place, name in enumerate(("frankfurt", "dublin", "oregon", "logs"))
]


@pytest.fixture(scope="session", params=["cdktf", "cdktn"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All stacks, as `python main.py` writes them with one of the libraries."""
    outdir: Path = tmp_path_factory.mktemp(request.param)
    run = subprocess.run(
        [sys.executable, "main.py"],
        cwd=ROOT,
        env={
            **os.environ,
            "CDKTF_OUTDIR": str(outdir),
            "ESREMOTE_CDK": request.param,
            "ESREMOTE_CLUSTERS": "tests/constructs/inventory.json",
            "ESREMOTE_STACKS": ",".join(STACKS),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stderr == "", "a stack to copy has findings that nobody has acknowledged"
    return outdir


@pytest.mark.parametrize("stack", STACKS)
def test_the_stack_is_what_its_golden_file_says(folder: Path, stack: str) -> None:
    text = (folder / "stacks" / stack / "cdk.tf.json").read_text(encoding="utf-8")

    assert_golden(
        GOLDEN / f"stacks/{stack}.tf.json", re.sub(r'"version": "0\.2\d\.\d"', '"version": "CDK"', text)
    )


@pytest.mark.parametrize("stack", STACKS)
def test_the_metadata_keeps_to_its_published_schema(folder: Path, stack: str) -> None:
    schema = json.loads((ROOT / "docs" / "synthesis-metadata.schema.json").read_text(encoding="utf-8"))
    document = json.loads((folder / "stacks" / stack / "cdk.tf.json").read_text(encoding="utf-8"))

    Draft202012Validator(schema).validate(document["//"]["esremote"])


@pytest.mark.parametrize("format_", ["elasticsearch.yml", "keystore", "ansible", "eck", "json"])
def test_node_settings_are_printed_for_those_who_set_them(folder: Path, format_: str) -> None:
    arguments = ["--stack", "mesh", "--stack", "certificates", "--stack", "eck", "--format", format_]
    assert_golden(GOLDEN / f"node-settings/{format_}.txt", _run("node-settings", str(folder), *arguments))


@pytest.mark.parametrize("format_", ["table", "json", "nftables", "network-policy", "security-group"])
def test_openings_are_printed_for_those_who_make_them(folder: Path, format_: str) -> None:
    arguments = ["--stack", "mesh", "--stack", "certificates", "--stack", "eck", "--format", format_]
    assert_golden(GOLDEN / f"ports/{format_}.txt", _run("ports", str(folder), *arguments, *NETWORKS))


def test_a_missing_network_is_asked_for_by_name(folder: Path) -> None:
    done = CliRunner().invoke(cli, ["ports", str(folder), "--stack", "search", "--format", "nftables"])

    assert done.exit_code == 1
    assert done.output == (
        "Error: --from: the networks of frankfurt are required: their nodes connect to port 9443 of dublin; "
        "add --from frankfurt=10.0.0.0/16\n"
    )


def test_a_folder_without_stacks_says_what_to_run_first(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["node-settings", str(tmp_path)])

    assert done.exit_code == 1
    assert done.output.endswith(
        "has no cdk.tf.json: synthesise first, with `python main.py` or `cdktf synth`\n"
    )


def _run(*arguments: str) -> str:
    done = CliRunner().invoke(cli, list(arguments))
    assert done.exit_code == 0, done.output
    return done.output
