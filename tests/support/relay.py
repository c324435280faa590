"""An address before a cluster: it passes requests on, answers some of them itself, and has its own TLS."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    import socket
    import ssl

    from tests.support.lab import Cluster

PassOn = Callable[[], httpx.Response]


@dataclass(frozen=True)
class Asked:
    """A request that arrived."""

    method: str
    path: str


Hook = Callable[[Asked, PassOn], httpx.Response]
"""Answers a request, by itself or by calling its second argument, which asks the cluster."""


def passing(_: Asked, pass_on: PassOn) -> httpx.Response:
    """Ask the cluster about everything."""
    return pass_on()


class Relay(ThreadingHTTPServer):
    """Listens on loopback. `asked` has all requests that arrived, in order."""

    daemon_threads = True

    def __init__(self, cluster: Cluster, hook: Hook, tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.cluster, self.hook, self.tls = cluster, hook, tls
        self.asked: list[Asked] = []

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.server_port}"

    def get_request(self) -> tuple[socket.socket, object]:
        """Leave the handshake to the first reading, which has a thread of its own."""
        accepted, address = super().get_request()
        if self.tls:
            accepted = self.tls.wrap_socket(accepted, server_side=True, do_handshake_on_connect=False)
        return accepted, address

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that break off, or whose certificate is refused, are what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Relay

    def _answer(self) -> None:
        asked = Asked(self.command, self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kept = {
            name: self.headers[name] for name in ("Authorization", "Content-Type") if name in self.headers
        }
        self.server.asked.append(asked)

        def pass_on() -> httpx.Response:
            client = self.server.cluster.client
            return client.request(asked.method, asked.path, content=body, headers=kept)

        answer = self.server.hook(asked, pass_on)
        self.send_response(answer.status_code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 (the names of the standard library)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def relay(cluster: Cluster, hook: Hook = passing, tls: ssl.SSLContext | None = None) -> Iterator[Relay]:
    """Stand before a cluster; without a TLS context, with plain HTTP."""
    with Relay(cluster, hook, tls) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield listening
        finally:
            listening.shutdown()
            thread.join()
