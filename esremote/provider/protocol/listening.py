"""The socket where Terraform reaches the process: in a private folder, or a port on loopback.

Loopback is for Windows and for folders whose names are too long for a socket. Nobody else is
served there either: the server wants Terraform's certificate.
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
    """A socket that listens.

    Attributes:
        socket: The socket.
        network: `unix` or `tcp`.
        address: A path, or `host:port`.
        folder: The private folder made for it, for us to remove; empty when there is none.
    """

    socket: socket.socket
    network: str
    address: str
    folder: str

    def remove(self) -> None:
        """Remove what is left of it in the file system."""
        if self.folder:
            for name in os.listdir(self.folder):  # noqa: PTH208 (pathlib is not loaded this early)
                os.unlink(os.path.join(self.folder, name))  # noqa: PTH108, PTH118
            os.rmdir(self.folder)  # noqa: PTH106


def listen(environment: Mapping[str, str]) -> Listening:
    """Bind a socket and listen, as go-plugin's variables ask.

    Raises:
        OSError: There is no place for it: the folder cannot be written, or no port of the range is free.
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
    """Make a folder that only this user can look into."""
    base = next(
        (
            environment[name]
            for name in ("PLUGIN_UNIX_SOCKET_DIR", "TMPDIR", "TEMP", "TMP")
            if environment.get(name)
        ),
        "/tmp",  # noqa: S108 (the folder's own name is random and its mode 0700)
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
