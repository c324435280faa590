"""The file and line of the user's program that define something, such as `stacks/search.py:21`."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType, TracebackType

_OWN = ("constructs_lib", "esremote", "jsii", "constructs", "cdktf", "cdktn", "dataclasses", "functools")


def caller() -> str:
    """Return the file and line of the innermost frame of the user's program.

    The file is relative to the working directory, which contains `cdktf.json`, so that it is the same on
    every machine.
    """
    frame = sys._getframe(1)  # noqa: SLF001 - inspect.stack() reads every source file, which is 100 times slower
    while frame.f_back and _is_own(frame):
        frame = frame.f_back
    return _place(frame, frame.f_lineno)


def line_of(trace: TracebackType) -> str:
    """Return the file and line of the innermost frame of the user's program in a traceback."""
    users = trace
    step: TracebackType | None = trace
    while step is not None:
        if not _is_own(step.tb_frame):
            users = step
        step = step.tb_next
    return _place(users.tb_frame, users.tb_lineno)


def _is_own(frame: FrameType) -> bool:
    return frame.f_globals.get("__name__", "").partition(".")[0] in _OWN


def _place(frame: FrameType, line: int) -> str:
    here = os.getcwd()  # noqa: PTH109 - Path.cwd() costs more than the rest of this function
    return f"{_portable(frame.f_code.co_filename, here)}:{line}"


@cache  # a mesh calls this thousands of times
def _portable(filename: str, here: str) -> str:
    path = Path(filename)
    inside = path.is_absolute() and path.is_relative_to(here)
    return path.relative_to(here).as_posix() if inside else path.name
