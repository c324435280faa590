"""A place for Terraform's state that is not a file on this machine: its `http` backend, served from memory.

With a state in a file Terraform writes the whole of it after each resource. With any backend that is
elsewhere, as teams have it, every twenty seconds and at the end.
"""

from __future__ import annotations

import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Keeper(BaseHTTPRequestHandler):
    states: dict[str, bytes]

    def do_GET(self) -> None:
        state = self.states.get(self.path)
        self.send_response(404 if state is None else 200)
        self.send_header("Content-Length", str(len(state or b"")))
        self.end_headers()
        self.wfile.write(state or b"")

    def do_POST(self) -> None:
        self.states[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


@contextlib.contextmanager
def served() -> Iterator[str]:
    """Serve states at `<address>/<name>` until the end of the block."""
    handler = type("Keeper", (_Keeper,), {"states": {}})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
