"""Where in the user's program something was written: `stacks/search.py:21`."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

_OWN = ("constructs_lib", "jsii", "constructs", "cdktf", "cdktn", "dataclasses")


def caller() -> str:
    """Return file and line of the innermost frame that is the user's.

    The file is relative to the working directory, where `cdktf.json` stands, so that it is the same on every
    machine.
    """
    frame = sys._getframe(1)  # noqa: SLF001 - inspect.stack() reads every source file on the way: 100 times slower
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] in _OWN:
        frame = frame.f_back
    here = os.getcwd()  # noqa: PTH109 - Path.cwd() costs more than the rest of this function
    return f"{_portable(frame.f_code.co_filename, here)}:{frame.f_lineno}"


@cache  # a mesh asks thousands of times
def _portable(filename: str, here: str) -> str:
    path = Path(filename)
    inside = path.is_absolute() and path.is_relative_to(here)
    return path.relative_to(here).as_posix() if inside else path.name
