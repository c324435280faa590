"""gRPC over HTTP/2: the provider service, and the services that every plugin has."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from grpclib.config import Configuration
from grpclib.const import Cardinality, Handler, Status
from grpclib.encoding.proto import ProtoCodec
from grpclib.exceptions import GRPCError

from esremote.provider.protocol.gathering import GatheringServer
from esremote.provider.protocol.messages import service

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Mapping

    from esremote.provider.protocol.listening import Listening

_OTHERS = {
    "tfplugin6.Provider": (
        "GetMetadata",
        "GenerateResourceConfig",
        "ValidateListResourceConfig",
        "ListResource",
        "ValidateActionConfig",
        "PlanAction",
        "InvokeAction",
        "ValidateStateStoreConfig",
        "ConfigureStateStore",
        "ReadStateBytes",
        "WriteStateBytes",
        "LockState",
        "UnlockState",
        "GetStates",
        "DeleteState",
    ),
    "plugin.GRPCBroker": ("StartStream",),
}
_WINDOW = 64 * 1024 * 1024  # a large state is received without a pause after every 64 KiB


class End(NamedTuple):
    """What ends the process, other than a request from Terraform.

    Attributes:
        parent: The ID of the parent process at the start. The parent may be gone by now.
        signals: The signals that end the process gracefully.
    """

    parent: int
    signals: tuple[int, ...]


class Answers(Protocol):
    """An implementation of `tfplugin6.Provider`."""

    @property
    def methods(self) -> Iterable[str]:
        """The names of the calls that it implements."""

    async def answer(self, name: str, request: Any, reply: Any) -> None:  # noqa: ANN401 (messages)
        """Fill in the reply to a request."""

    async def close(self) -> None:
        """Release all resources."""


async def run(servicer: Answers, listening: Listening, context: ssl.SSLContext | None, end: End) -> None:
    """Serve until Terraform sends a shutdown request, or the process has to end for another reason.

    Args:
        servicer: The implementation of the provider service.
        listening: The socket.
        context: The TLS context; None for a socket in a private folder that users attach to (`--debug`).
        end: What else ends the process.
    """
    done = asyncio.Event()
    window = Configuration(http2_connection_window_size=_WINDOW, http2_stream_window_size=_WINDOW)
    services: list[Any] = [_Provider(servicer), _Controller(done), _Stdio(), _Others()]
    server = GatheringServer(services, codec=ProtoCodec(), config=window)
    await server.start(sock=listening.socket, ssl=context)
    if os.name == "posix":  # other platforms have no signal handlers
        for number in end.signals:
            asyncio.get_running_loop().add_signal_handler(number, done.set)
    orphaned = asyncio.ensure_future(_orphaned(end.parent, done))
    await done.wait()
    orphaned.cancel()
    await asyncio.sleep(0.01)  # the reply to Shutdown is on its way
    await servicer.close()
    server.close()


async def _orphaned(parent: int, done: asyncio.Event) -> None:
    """End the process if its parent process ended without a shutdown request."""
    while os.getppid() == parent:  # noqa: ASYNC110 (there is no event for it)
        await asyncio.sleep(2)
    done.set()


class _Provider:
    """tfplugin6.Provider."""

    def __init__(self, servicer: Answers) -> None:
        self._servicer = servicer

    def __mapping__(self) -> Mapping[str, Handler]:
        described = service("tfplugin6.Provider")
        return {
            f"/tfplugin6.Provider/{name}": self._handler(name, *described[name])
            for name in self._servicer.methods
        }

    def _handler(self, name: str, request_type: Any, reply_type: Any) -> Handler:  # noqa: ANN401
        async def handle(stream: Any) -> None:  # noqa: ANN401 (grpclib's)
            request, reply = await stream.recv_message(), reply_type()
            await self._servicer.answer(name, request, reply)
            await stream.send_message(reply)

        return Handler(handle, Cardinality.UNARY_UNARY, request_type, reply_type)


class _Controller:
    """plugin.GRPCController: Terraform requests a shutdown."""

    def __init__(self, done: asyncio.Event) -> None:
        self._done = done

    def __mapping__(self) -> Mapping[str, Handler]:
        request_type, reply_type = service("plugin.GRPCController")["Shutdown"]

        async def shutdown(stream: Any) -> None:  # noqa: ANN401 (grpclib's)
            await stream.recv_message()
            await stream.send_message(reply_type())
            self._done.set()

        return {
            "/plugin.GRPCController/Shutdown": Handler(
                shutdown, Cardinality.UNARY_UNARY, request_type, reply_type
            )
        }


class _Stdio:
    """plugin.GRPCStdio: nothing is sent this way, so the stream ends immediately."""

    def __mapping__(self) -> Mapping[str, Handler]:
        request_type, reply_type = service("plugin.GRPCStdio")["StreamStdio"]

        async def stream_nothing(stream: Any) -> None:  # noqa: ANN401 (grpclib's)
            await stream.recv_message()

        return {
            "/plugin.GRPCStdio/StreamStdio": Handler(
                stream_nothing, Cardinality.UNARY_STREAM, request_type, reply_type
            )
        }


class _Others:
    """The rest of the protocol, which is optional for Terraform.

    grpclib's response to an unknown method is an unknown error to Go's gRPC, not UNIMPLEMENTED, so every
    method is listed.
    """

    def __mapping__(self) -> Mapping[str, Handler]:
        async def refuse(_stream: Any) -> None:  # noqa: ANN401 (grpclib's)
            raise GRPCError(Status.UNIMPLEMENTED)

        refusal = Handler(refuse, Cardinality.UNARY_UNARY, None, None)
        return {f"/{service}/{name}": refusal for service, names in _OTHERS.items() for name in names}
