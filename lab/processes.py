"""Processes that outlive the program that started them, identified by more than their pid."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

GRACE = 15.0  # seconds between asking a node to stop and ending it
_PROC = Path("/proc/self/stat")


@dataclass(frozen=True)
class Process:
    """A process, identified by pid and start time, because the system reuses pids."""

    pid: int
    started: str

    @classmethod
    def of(cls, pid: int) -> Self:
        """The process that has this pid now."""
        return cls(pid, _started(pid) or "")

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return bool(self.started) and _started(self.pid) == self.started

    def signal(self, number: signal.Signals) -> None:
        """Send a signal, unless it has ended."""
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)


def stop(processes: Sequence[Process], grace: float | None = None) -> None:
    """End processes together: ask, wait, insist. Returns when all have ended.

    Args:
        processes: the processes.
        grace: seconds to wait before insisting, `GRACE` unless given; with 0 they are killed at once.
    """
    grace = GRACE if grace is None else grace
    if grace > 0:
        for process in processes:
            process.signal(signal.SIGTERM)
    if not _wait(processes, grace):
        for process in processes:
            process.signal(signal.SIGKILL)
        _wait(processes, GRACE)


def _wait(processes: Sequence[Process], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while any(process.alive for process in processes):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _started(pid: int) -> str | None:
    """When a process started, as the system writes it; None when there is none, or only its zombie."""
    if _PROC.exists():
        return _started_by_proc(pid)
    shown = subprocess.run(
        ["/bin/ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    state, _, started = shown.strip().partition(" ")
    return started.strip() if started and not state.startswith("Z") else None


def _started_by_proc(pid: int) -> str | None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The name in parentheses may hold anything, so count from its end: 3 is the state, 22 the start time.
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else fields[19]
