"""Runs a program that gets its secret on standard input: argv and environment can be seen by others."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PATIENCE = 120.0


@dataclass(frozen=True)
class Finished:
    """How a program ended: its exit code and what it said, secrets taken out."""

    code: int
    said: str


async def run(
    argv: Sequence[str], given: str, *, secrets: Iterable[str], patience: float = _PATIENCE
) -> Finished:
    """Run `argv`, give it `given` on standard input, wait `patience` seconds for its end.

    The program does not inherit the provider's own `ESREMOTE_*` variables, which hold credentials.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ESREMOTE_")}
    try:
        process = await asyncio.create_subprocess_exec(
            *argv,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=environment,
        )
    except OSError as error:
        return Finished(127, f"{argv[0]!r} cannot be run: {error.strerror or error}")
    try:
        output, _ = await asyncio.wait_for(process.communicate(given.encode()), patience)
    except TimeoutError:
        process.kill()
        await process.wait()
        return Finished(-1, f"no end after {patience:.0f} s; it may be waiting for a password or for a host")
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    said = output.decode(errors="replace").strip()
    for secret in secrets:
        said = said.replace(secret, "(secret)")
    return Finished(process.returncode or 0, said)
