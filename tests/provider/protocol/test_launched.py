"""The provider started by Terraform itself: the handshake, mutual TLS, Ctrl-C, and the end."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.harness.binaries import environment, terraform
from tests.harness.launcher import place
from tests.harness.stack import Stack
from tests.provider.protocol.conftest import EXAMPLE, ROOT, preamble
from tests.support.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.terraform

NOTE = 'resource "example_note" "a" {{\n  name = "hello"\n  {more}\n}}\n'


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    folder = tmp_path / "stack"
    init = place(tmp_path / "plugins", "example/example", EXAMPLE)
    made = Stack(folder, environment(tmp_path, PYTHONPATH=str(ROOT)), preamble(folder / "notes"), init)
    yield made
    made.destroy()


def processes(stack: Stack) -> set[int]:
    """The provider processes whose working directory is the stack's."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            folder = (process / "cwd").readlink()
            arguments = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if folder == stack.folder and b"tests.provider.protocol.example" in arguments:
            found.add(int(process.name))
    return found


def test_terraform_starts_it_uses_it_and_ends_it(stack: Stack) -> None:
    stack.apply(NOTE.format(more='text = "world"'))
    assert stack.state()["example_note.a"]["id"] == "hello"
    assert processes(stack) == set()


def test_ctrl_c_keeps_in_state_what_was_made(stack: Stack) -> None:
    stack.plan(NOTE.format(more='trouble = "slow"'))
    run = subprocess.Popen(
        [terraform(), "apply", "-auto-approve", "-no-color"],
        cwd=stack.folder,
        env=dict(stack.environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    journal = stack.folder / "notes/journal"
    eventually(lambda: journal.exists() and "waiting" in journal.read_text())
    os.killpg(run.pid, signal.SIGINT)  # a terminal sends it to the whole group, the provider included
    said, _ = run.communicate()
    assert run.returncode == 1
    assert "Interrupted" in said
    state = stack.state()
    assert state["example_note.a"]["id"] == "hello"
    assert state.tainted == {"example_note.a"}
    assert processes(stack) == set()
