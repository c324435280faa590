"""The recipes of `docs/ci.md`: what can be run is run, and the rest is read as its reader would read it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
import yaml

from demo.terraform import binary
from esremote import __version__
from esremote.cli import main
from esremote.provider.distribution.install import Installation, compile_package
from esremote.review.writers.markdown import MARKER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.lab import Lab

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
SHELL, WITHOUT_PLANS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
GITHUB, GITLAB = (yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))


def scripts() -> Iterator[str]:
    """Yield every piece of shell of the page."""
    yield from (SHELL, WITHOUT_PLANS)
    for job in GITHUB["jobs"].values():
        yield from (step["run"] for step in job["steps"] if "run" in step)
    for job in (GITLAB["plan"], GITLAB["apply"], GITLAB["default"]):
        yield "\n".join(job.get("script", job.get("before_script")))


def calls() -> list[str]:
    """Name every call of `esremote`."""
    return sorted(
        {call for script in scripts() for call in re.findall(r"(?<!<!-- )esremote [a-z][^|&>;\n]*", script)}
    )


@pytest.mark.parametrize("script", list(scripts()))
def test_the_shell_can_read_every_script(script: str) -> None:
    text = re.sub(r"\$\{\{.*?\}\}", "value", script)
    checked = subprocess.run(["/bin/bash", "-n"], input=text, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("call", calls())
def test_every_call_is_one_that_the_command_line_knows(call: str) -> None:
    words = shlex.split(call)[1:]
    command: Any = main
    context = click.Context(main, **main.context_settings)
    while isinstance(command, click.Group):
        command = command.get_command(context, words.pop(0))
        assert command is not None, call
    command.make_context("esremote", words, parent=context)


def test_the_recipes_find_their_comment_by_the_mark_that_the_review_writes() -> None:
    assert set(re.findall(r"startswith\(\"(<!-- .*? -->)\"\)", PAGE)) == {MARKER}
    assert MARKER in (ROOT / "docs/review.md").read_text(encoding="utf-8")


def test_the_github_recipe_gates_the_apply_by_what_was_reviewed() -> None:
    plan, apply = GITHUB["jobs"]["plan"], GITHUB["jobs"]["apply"]
    assert apply["environment"] == "${{ needs.plan.outputs.gate }}"
    (gate,) = (step["run"] for step in plan["steps"] if step.get("id") == "gate")
    assert '2) echo "gate=production"' in gate


@pytest.fixture
def project(lab: Lab, tmp_path: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """A user's project with the stack `search`, an installed provider and an access.yaml."""
    for part in ("main.py", "cdktf.json"):
        shutil.copy(ROOT / part, tmp_path)
    shutil.copytree(ROOT / "stacks", tmp_path / "stacks")
    access = "expectations:\n  - {role: analyst, connection: dublin, names: [audit-*], expect: denied}\n"
    (tmp_path / "access.yaml").write_text(access, encoding="utf-8")
    plugins = tmp_path / "plugins"
    Installation(plugins, plugins / "records", __version__).install()
    compile_package()
    configuration = tmp_path / "terraform.rc"
    mirror = f'provider_installation {{ filesystem_mirror {{ path = "{plugins}" }} }}'
    configuration.write_text(mirror, encoding="utf-8")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "TF_CLI_CONFIG_FILE": str(configuration),
        "CHECKPOINT_DISABLE": "1",
        "ESREMOTE_CLUSTERS": str(lab.file.resolve()),
        **{
            f"ESREMOTE_{cluster.name.upper()}_PASSWORD": cluster.password for cluster in lab.clusters.values()
        },
    }
    environment.pop("CDKTF_OUTDIR", None)
    yield tmp_path, environment
    stack = tmp_path / "cdktf.out/stacks/search"
    if stack.exists():
        destroy = [binary(), "destroy", "-input=false", "-auto-approve"]
        subprocess.run(destroy, cwd=stack, env=environment, check=True, capture_output=True)


@pytest.mark.lab
@pytest.mark.terraform
def test_the_recipe_in_plain_shell_waits_for_an_approval_and_applies_what_was_reviewed(
    lab: Lab, project: tuple[Path, dict[str, str]]
) -> None:
    folder, environment = project
    recipe = SHELL.replace("terraform ", f"{shlex.quote(binary())} ")

    def run(**more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", "-c", recipe],
            cwd=folder,
            env=environment | more,
            capture_output=True,
            text=True,
            check=False,
        )

    refused = run()
    assert refused.returncode == 2, refused.stderr
    assert (
        "New access: analyst@frankfurt and superuser@frankfurt can search logs-* on dublin." in refused.stdout
    )
    assert "set APPROVED=yes after a review" in refused.stdout
    assert "dublin" not in lab.local.call("GET", "/_remote/info")

    approved = run(APPROVED="yes")
    assert approved.returncode == 0, approved.stderr
    assert lab.local.call("GET", "/_remote/info")["dublin"]["connected"]
    assert (folder / "cdktf.out/stacks/search/review.md").read_text(encoding="utf-8").startswith(MARKER)

    again = run()
    assert again.returncode == 0, again.stderr
    assert "No new access" in again.stdout
