"""The socket that Terraform connects to: a Unix socket in a private folder, or a loopback port.

Loopback is used on Windows, and if the path is too long for a Unix socket. It is equally private, because the
server requires Terraform's certificate.
"""

from __future__ import annotations

import os
import socket
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_SOCKET_PATH = 100  # of 104 on macOS, 108 on Linux
_BACKLOG = 16


class Listening(NamedTuple):
    """A listening socket.

    Attributes:
        socket: The socket.
        network: `unix` or `tcp`.
        address: A path, or `host:port`.
        folder: The private folder that was created for it and has to be removed; empty if there is none.
    """

    socket: socket.socket
    network: str
    address: str
    folder: str

    def remove(self) -> None:
        """Remove its files and its folder."""
        if self.folder:
            for name in os.listdir(self.folder):  # noqa: PTH208 (pathlib is not loaded this early)
                os.unlink(os.path.join(self.folder, name))  # noqa: PTH108, PTH118
            os.rmdir(self.folder)  # noqa: PTH106


def listen(environment: Mapping[str, str]) -> Listening:
    """Bind a socket and listen, according to go-plugin's environment variables.

    Raises:
        OSError: The folder is not writable, or no port in the range is free.
    """
    if hasattr(socket, "AF_UNIX") and sys.platform != "win32":
        folder = private_folder(environment)
        path = f"{folder}/provider.sock"
        if len(path.encode()) <= _LONGEST_SOCKET_PATH:
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            listener.bind(path)
            listener.listen(_BACKLOG)
            return Listening(listener, "unix", path, folder)
        os.rmdir(folder)  # noqa: PTH106
    return _loopback(environment)


def private_folder(environment: Mapping[str, str]) -> str:
    """Create a folder that only this user can access."""
    base = next(
        (
            environment[name]
            for name in ("PLUGIN_UNIX_SOCKET_DIR", "TMPDIR", "TEMP", "TMP")
            if environment.get(name)
        ),
        "/tmp",  # noqa: S108 (the folder has a random name and mode 0700)
    )
    folder = os.path.join(base, f"provider-{os.urandom(8).hex()}")  # noqa: PTH118
    os.mkdir(folder, 0o700)  # noqa: PTH102
    return folder


def _loopback(environment: Mapping[str, str]) -> Listening:
    first, last = (int(environment.get(f"PLUGIN_{bound}_PORT") or 0) for bound in ("MIN", "MAX"))
    for port in range(first, max(first, last) + 1):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            listener.close()
            if port >= last:
                raise
            continue
        listener.listen(_BACKLOG)
        return Listening(listener, "tcp", f"127.0.0.1:{listener.getsockname()[1]}", "")
    raise OSError(f"no port is free between {first} and {last}")
