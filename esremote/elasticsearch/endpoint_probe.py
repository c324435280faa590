"""Probes the address of a remote cluster to find out what kind of interface responds there.

Elasticsearch itself only reports that it is not connected. It is the nodes of the local cluster that connect,
not this machine, so what is seen from here is a hint, and the messages say so.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import ssl
from dataclasses import dataclass
from enum import Enum

from esremote.model.addresses import split_host_port

_PATIENCE = 5.0
_ALERT_PATIENCE = 1.0


class Answer(Enum):
    """What kind of interface responds."""

    NOTHING = "nothing"
    """Connection refused, unknown host, or no response in time."""
    NOT_TLS = "not TLS"
    HTTP = "an HTTP interface"
    MUTUAL_TLS = "TLS that asks for a client certificate"
    """Usually the transport interface."""
    TLS = "TLS"
    """Usually the remote cluster server."""


@dataclass(frozen=True)
class Seen:
    """What responds at an address; `why` explains why nothing does."""

    answer: Answer
    why: str = ""


async def probe(address: str, server_name: str | None = None) -> Seen:
    """Connect to `host:port` and start TLS without verifying anything, to see what responds."""
    place = split_host_port(address)
    if place is None:
        return Seen(Answer.NOTHING, f"{address!r} is not host:port with a port from 1 to 65535")
    try:
        return await asyncio.wait_for(_probe(place.host, place.port, server_name), 2 * _PATIENCE)
    except TimeoutError:
        return Seen(Answer.NOTHING, f"no response within {_PATIENCE:.0f} s")


async def _probe(host: str, port: int, server_name: str | None) -> Seen:
    if trouble := await _trouble(host, port):
        return Seen(Answer.NOTHING, trouble)
    try:
        reader, writer = await asyncio.open_connection(
            host,
            port,
            ssl=_unverified(),
            server_hostname=server_name or host,
            ssl_handshake_timeout=_PATIENCE,
        )
    except ssl.SSLError as error:
        return Seen(Answer.MUTUAL_TLS) if _asks_for_certificate(error) else Seen(Answer.NOT_TLS)
    except OSError:
        return Seen(Answer.NOT_TLS)
    except ValueError:
        return Seen(Answer.NOTHING, f"{server_name or host!r} is not a TLS server name")
    try:
        return Seen(await _behind(reader, writer))
    finally:
        writer.transport.abort()  # a graceful shutdown would wait half a minute for the server's reply


async def _trouble(host: str, port: int) -> str | None:
    """Return why nothing responds at all."""
    try:
        _, plain = await asyncio.wait_for(asyncio.open_connection(host, port), _PATIENCE)
    except TimeoutError:
        return f"no response within {_PATIENCE:.0f} s"
    except OSError as error:
        refused = isinstance(error, ConnectionError) and error.errno
        return os.strerror(refused) if refused else error.strerror or str(error)
    except ValueError:  # a label of more than 63 characters, for example
        return f"{host!r} is not a host name that can be looked up"
    plain.close()
    return None


async def _behind(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Answer:
    """With TLS 1.3, a server's request for a client certificate shows only after the handshake."""
    try:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(reader.read(1), _ALERT_PATIENCE)
        writer.write(b"GET / HTTP/1.0\r\n\r\n")
        await writer.drain()
        response = await asyncio.wait_for(reader.read(5), _ALERT_PATIENCE)
    except ssl.SSLError as error:
        return Answer.MUTUAL_TLS if _asks_for_certificate(error) else Answer.TLS
    except (OSError, TimeoutError):
        return Answer.TLS
    return Answer.HTTP if response.startswith(b"HTTP/") else Answer.TLS


def _asks_for_certificate(error: ssl.SSLError) -> bool:
    reason = (error.reason or str(error)).upper().replace(" ", "_")
    return "CERTIFICATE_REQUIRED" in reason or "BAD_CERTIFICATE" in reason or "HANDSHAKE_FAILURE" in reason


def _unverified() -> ssl.SSLContext:
    """Return a context that trusts any certificate: nothing secret is sent, and identity does not matter."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
