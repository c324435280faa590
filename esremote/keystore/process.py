"""Runs a program that reads secrets from standard input: arguments and environment are visible to others."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.model.environment import PREFIX
from esremote.model.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PATIENCE = 120.0


@dataclass(frozen=True)
class Finished:
    """How a program ended: its exit code and its output, with secrets redacted."""

    code: int
    output: str


async def run(
    argv: Sequence[str], stdin: str, *, secrets: Iterable[str], patience: float = _PATIENCE
) -> Finished:
    """Run a program to its end.

    The program does not inherit the provider's own `ESREMOTE_*` variables, which hold credentials.

    Args:
        argv: The program and its arguments.
        stdin: The text to write to its standard input.
        secrets: The texts to redact in its output.
        patience: How long to wait for its end, in seconds.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
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
        output, _ = await asyncio.wait_for(process.communicate(stdin.encode()), patience)
    except TimeoutError:
        process.kill()
        await process.wait()
        return Finished(
            -1, f"did not finish within {patience:.0f} s; it may be waiting for a password or for a host"
        )
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    return Finished(process.returncode or 0, redact(output.decode(errors="replace").strip(), secrets))
