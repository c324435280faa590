"""A remote backend for Terraform's state: serves the `http` backend from memory.

Terraform writes the whole of a local state file after each resource. To a remote backend, as teams use it,
it writes every twenty seconds and at the end.
"""

from __future__ import annotations

import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class _StateHandler(BaseHTTPRequestHandler):
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
        """Log no requests."""


@contextlib.contextmanager
def state_server() -> Iterator[str]:
    """Serve states at `<address>/<name>`, and yield the address."""
    handler = type("StateHandler", (_StateHandler,), {"states": {}})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
