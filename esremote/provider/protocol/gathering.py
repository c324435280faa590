"""Sends what belongs to one answer at once.

grpclib writes the headers, the message and the trailers of an answer one by one. Each would become a TLS
record of its own, a call of the system, and a time that Terraform wakes up.
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

from grpclib.protocol import H2Protocol
from grpclib.server import Server


class GatheringServer(Server):
    """A grpclib server that sends once for each turn of the event loop."""

    def _protocol_factory(self) -> H2Protocol:
        plain = super()._protocol_factory()
        return _Protocol(plain.handler, plain.config, plain.h2_config)


class _Protocol(H2Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        gathering = _Gathering(cast("asyncio.Transport", transport))
        super().connection_made(cast("asyncio.BaseTransport", gathering))


class _Gathering:
    """A transport that keeps what is written until the loop's next turn."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._written: list[bytes] = []

    def write(self, data: bytes) -> None:
        if not self._written:
            self._loop.call_soon(self._send)
        self._written.append(data)

    def _send(self) -> None:
        written, self._written = self._written, []
        if written:
            self._transport.write(b"".join(written))

    def close(self) -> None:
        self._send()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (whatever else a transport has)
        return getattr(self._transport, name)
