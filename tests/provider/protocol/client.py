"""Terraform's side of the protocol, for what the real one does not show: each message, byte for byte."""

from __future__ import annotations

import asyncio
import base64
import os
import ssl
import subprocess
import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grpclib.client import Channel, UnaryUnaryMethod
from grpclib.config import Configuration
from grpclib.encoding.proto import ProtoCodec

from esremote.provider.protocol import certificate
from esremote.provider.protocol.messages import message, service

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

COOKIE = {"TF_PLUGIN_MAGIC_COOKIE": "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"}


@dataclass
class Plugin:
    """A provider process, started as Terraform starts it.

    Attributes:
        process: The process.
        path: Its socket.
        own: The certificate that it was told to trust, with its key.
        server: Its own certificate, PEM.
    """

    process: subprocess.Popen[str]
    path: str
    own: certificate.Certificate
    server: str

    def context(self, own: certificate.Certificate | None) -> ssl.SSLContext:
        """Trust the provider, and present a certificate or none."""
        context = ssl.create_default_context(cadata=self.server)
        context.set_alpn_protocols(["h2"])
        if own is not None:
            with tempfile.NamedTemporaryFile(suffix=".pem") as file:
                file.write(own.pem)
                file.flush()
                context.load_cert_chain(file.name)
        return context

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[Client]:
        """Connect as Terraform does."""
        name = Configuration(ssl_target_name_override="localhost")
        channel = Channel(path=self.path, ssl=self.context(self.own), codec=ProtoCodec(), config=name)
        try:
            yield Client(channel)
        finally:
            channel.close()


@dataclass
class Client:
    """Calls the provider's methods."""

    channel: Channel

    async def call(self, name: str, **fields: Any) -> Any:
        request, reply = service("tfplugin6.Provider")[name]
        method = UnaryUnaryMethod(self.channel, f"/tfplugin6.Provider/{name}", request, reply)
        return await method(message(f"{name}.Request")(**fields))

    async def call_raw(self, path: str) -> None:
        """Call a method with an empty request, whatever it is."""
        kind = message("StopProvider.Request")
        await UnaryUnaryMethod(self.channel, path, kind, kind)(kind())

    async def shutdown(self) -> None:
        request, reply = service("plugin.GRPCController")["Shutdown"]
        await UnaryUnaryMethod(self.channel, "/plugin.GRPCController/Shutdown", request, reply)(request())


@asynccontextmanager
async def started(command: Sequence[str], environment: Mapping[str, str]) -> AsyncIterator[Plugin]:
    """Start a provider and read its handshake line; end it if it has not ended itself."""
    own = certificate.make()
    pem = own.pem[own.pem.index(b"-----BEGIN CERTIFICATE") :].decode()
    process = subprocess.Popen(  # noqa: ASYNC220 (it takes a millisecond)
        command,
        env={**environment, **COOKIE, "PLUGIN_CLIENT_CERT": pem, "PLUGIN_PROTOCOL_VERSIONS": "5,6"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        line = await asyncio.to_thread(process.stdout.readline)
        core, version, network, address, kind, encoded = line.strip().split("|")
        assert (core, version, kind) == ("1", "6", "grpc")
        path = address if network == "unix" else ""
        der = base64.b64decode(encoded + "=" * (-len(encoded) % 4))
        yield Plugin(process, path, own, ssl.DER_cert_to_PEM_cert(der))
    finally:
        process.terminate()
        await asyncio.to_thread(process.communicate)


def exists(pid: int) -> bool:
    """Tell whether a process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
