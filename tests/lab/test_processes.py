"""Nodes are found again by pid and start time; nobody else's process is ever touched."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from lab import processes
from lab.processes import Process

_IGNORES_SIGTERM = "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)"


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as started:
        yield started
        started.kill()


def test_a_running_process_is_alive(child: subprocess.Popen[bytes]) -> None:
    assert Process.of(child.pid).alive


def test_an_ended_process_is_not_even_while_its_parent_has_not_asked(child: subprocess.Popen[bytes]) -> None:
    process = Process.of(child.pid)
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert not process.alive


def test_a_recycled_pid_is_somebody_else(child: subprocess.Popen[bytes]) -> None:
    earlier = Process(child.pid, started="long ago")
    assert not earlier.alive
    earlier.signal(signal.SIGKILL)
    processes.stop([earlier])
    assert Process.of(child.pid).alive


def test_stop_ends_what_does_not_want_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "GRACE", 0.2)
    with subprocess.Popen([sys.executable, "-c", _IGNORES_SIGTERM], stdout=subprocess.PIPE) as stubborn:
        assert stubborn.stdout
        stubborn.stdout.readline()
        process = Process.of(stubborn.pid)
        processes.stop([process])
        assert not process.alive
