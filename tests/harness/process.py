"""The provider as one process beside many runs of Terraform."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from esremote.provider.protocol.reattach import VARIABLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

_SECONDS_TO_END = 20


@dataclass
class ProviderProcess:
    """Starts `<command> --debug`, and tells the runs of Terraform how to reach it.

    Attributes:
        command: The provider's command line.
        environment: Its environment, credentials included.
        log: Takes its standard error.

    Example:
        >>> with ProviderProcess([sys.executable, "-m", "esremote.provider"], os.environ, log) as provider:
        ...     subprocess.run(["terraform", "apply"], env=os.environ | provider.reattach)
    """

    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path

    def __enter__(self) -> Self:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self.command, "--debug"],
                env=dict(self.environment),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.startswith(VARIABLE):
            self._process.kill()
            raise RuntimeError(f"the provider did not start:\n{self.log.read_text()}")
        self.reattach = {VARIABLE: line.partition("=")[2].strip().strip("'")}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.send_signal(signal.SIGTERM if os.name == "posix" else signal.SIGINT)
        try:
            self._process.wait(_SECONDS_TO_END)
        finally:
            self._process.kill()
            self._process.communicate()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid


def python_module(name: str) -> list[str]:
    """Return the command line that runs a module with this Python."""
    return [sys.executable, "-m", name]
