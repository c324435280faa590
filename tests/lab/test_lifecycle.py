"""`python -m lab` as a person uses it, and what is left running: nothing."""

import json
import os
import pwd
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lab import folders, lifecycle, state, user, versions
from lab import node as nodes
from lab.errors import LabError
from lab.lifecycle import Options
from lab.node import Lifetime
from lab.processes import Process
from tests.support.lab import Cluster, Lab, own_clusters, started
from tests.support.waiting import PATIENCE, eventually

pytestmark = pytest.mark.lab

ONE = {"solo": versions.DEFAULT}
CREDENTIALS = "cluster.remote.dublin.credentials"


def python_m_lab(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "lab", *arguments]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        python_m_lab(*arguments), capture_output=True, text=True, check=False, timeout=PATIENCE
    )


def noted(directory: Path) -> list[Process]:
    return [nodes.noted(file) for file in directory.glob("*/*/process.json")]


def reload_secure_settings(cluster: Cluster, body: object = None) -> list[dict[str, Any]]:
    return list(cluster.call("POST", "/_nodes/reload_secure_settings", body)["nodes"].values())


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that everybody may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Path]:
    """A folder for a lab, which is stopped even when the test fails."""
    yield tmp_path / ".lab"
    lifecycle.down(tmp_path / ".lab")


def test_up_status_logs_down(directory: Path) -> None:
    up = run("up", "--clusters", "solo", "--directory", str(directory))
    assert up.returncode == 0, up.stderr
    assert "solo: waiting for health" in up.stdout
    (process,) = noted(directory)
    assert process.alive

    again = run("up", "--directory", str(directory))
    assert again.returncode == 1
    assert "a lab runs in" in again.stderr
    assert "Traceback" not in again.stderr

    status = run("status", "--directory", str(directory))
    assert status.returncode == 0
    assert "green" in status.stdout

    logs = run("logs", "solo", "--lines", "3", "--directory", str(directory))
    assert len(logs.stdout.splitlines()) == 3

    down = run("down", "--directory", str(directory))
    assert down.stdout == "stopped solo\n"
    assert not process.alive
    assert state.read(directory) == {}
    assert run("status", "--directory", str(directory)).returncode == 1
    assert run("down", "--directory", str(directory)).stdout == f"no lab is running in {directory}\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_during_up_leaves_nothing_running(directory: Path, number: signal.Signals) -> None:
    arguments = python_m_lab("up", "--clusters", "solo", "--directory", str(directory))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it is ignored
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as up:
        eventually(lambda: bool(noted(directory)))
        up.send_signal(number)
        _, error = up.communicate(timeout=PATIENCE)
    assert up.returncode == 1
    assert "Aborted!" in error
    assert [process for process in noted(directory) if process.alive] == []


def test_down_finds_the_nodes_of_an_up_that_was_killed(directory: Path) -> None:
    arguments = python_m_lab("up", "--clusters", "solo", "--directory", str(directory))
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL) as up:
        eventually(lambda: bool(noted(directory)))
        up.kill()
    (process,) = noted(directory)
    assert process.alive
    assert lifecycle.down(directory) == ["solo"]
    assert not process.alive


def test_nodes_of_a_test_run_do_not_outlive_it(directory: Path) -> None:
    with subprocess.Popen([sys.executable, "-m", "tests.lab.starter", str(directory)]) as starter:
        eventually(lambda: bool(noted(directory)))
        starter.kill()
    (process,) = noted(directory)
    eventually(lambda: not process.alive)


def test_a_setting_that_is_refused_is_shown_and_nothing_is_left_running(directory: Path) -> None:
    options = Options(settings={"solo": {"remote_cluster_server.enabledd": True}})
    with pytest.raises(LabError, match=r"unknown setting \[remote_cluster_server.enabledd\]"):
        lifecycle.up(directory, ONE, options)
    assert [process for process in noted(directory) if process.alive] == []


def test_settings_for_a_cluster_that_is_not_there_are_refused(directory: Path) -> None:
    with pytest.raises(LabError, match="settings for dublin, but the clusters are solo"):
        lifecycle.up(directory, ONE, Options(settings={"dublin": {}}))


def test_every_node_has_a_keystore_of_its_own_and_reloads_it_with_its_password(directory: Path) -> None:
    options = Options(nodes={"solo": 2}, keystore_passwords={"solo": "secret"}, lives=Lifetime.AS_LONG_AS_US)
    with started(directory, ONE, options) as running:
        cluster = running["solo"]
        first, second = (Path(node["config"]) / "elasticsearch.keystore" for node in cluster.facts["nodes"])
        cluster.keystore("add", "-xf", CREDENTIALS, lines=["secret", "x"])
        assert first.read_bytes() != second.read_bytes()
        wrong = reload_secure_settings(cluster, {"secure_settings_password": "wrong"})
        right = reload_secure_settings(cluster, {"secure_settings_password": "secret"})
    assert len(wrong) == len(right) == 2
    assert {node["reload_exception"]["reason"] for node in wrong} == {
        "Provided keystore password was incorrect"
    }
    assert all(CREDENTIALS in node["secure_setting_names"] for node in right)


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


@needs_root
@pytest.mark.skipif(bool(own_clusters()), reason="looks at clusters that this run has started")
def test_root_below_a_private_folder_runs_nodes_as_somebody_else(lab: Lab) -> None:
    directory = lab.file.parent
    runs_as = user.of_nodes()
    assert runs_as
    assert not runs_as.can_enter(directory)
    (facts,) = lab.local.facts["nodes"]
    config = Path(facts["config"])
    assert not config.is_relative_to(directory)
    assert (directory / lab.local.name).resolve() == config.parent.parent
    assert Path(f"/proc/{facts['pid']}").stat().st_uid == runs_as.uid != 0
    lab.local.keystore("add", "-xf", "cluster.remote.nobody.credentials", lines=["x"])
    (reloaded,) = reload_secure_settings(lab.local)
    lab.local.keystore("remove", "cluster.remote.nobody.credentials")
    assert "cluster.remote.nobody.credentials" in reloaded["secure_setting_names"]


@needs_root
def test_an_ordinary_user_runs_nodes_as_themselves(home: Path, public: Path) -> None:
    somebody = pwd.getpwnam("nobody")
    place = public / "of-nobody"
    place.mkdir()
    os.chown(place, somebody.pw_uid, somebody.pw_gid)
    arguments = [str(place / ".lab"), str(somebody.pw_uid), str(somebody.pw_gid)]
    starter = subprocess.run(
        [sys.executable, "-m", "tests.lab.starter", *arguments],
        env={**os.environ, "HOME": str(place), "XDG_CACHE_HOME": str(home.parent.parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert starter.returncode == 0, starter.stderr
    (reloaded,) = json.loads(starter.stdout)["nodes"].values()
    assert CREDENTIALS in reloaded["secure_setting_names"]


def test_who_runs_nodes_as_themselves_has_everything_at_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(user, "of_nodes", lambda: None)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert folders.cache() == tmp_path / "esremote"
    assert folders.nodes(tmp_path) == tmp_path
