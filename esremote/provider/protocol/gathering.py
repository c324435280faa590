"""Sends what belongs to one answer at once.

grpclib writes the headers, the message and the trailers of an answer one by one. Each would become a TLS
record of its own, a call of the system, and a time that Terraform wakes up.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from grpclib.protocol import H2Protocol
from grpclib.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable


class GatheringServer(Server):  # type: ignore[misc]  # grpclib ships no types
    """A grpclib server that sends once for each turn of the event loop."""

    def _protocol_factory(self) -> H2Protocol:
        protocol = super()._protocol_factory()
        protocol.connection_made = _gathered(protocol.connection_made)
        return protocol


def _gathered(connection_made: Callable[[Any], None]) -> Callable[[asyncio.Transport], None]:
    return lambda transport: connection_made(_Gathering(transport))


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
