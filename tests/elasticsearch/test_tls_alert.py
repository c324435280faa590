"""A server that wants a client certificate says so after the handshake, where httpx does not look for it."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from typing import TYPE_CHECKING

import pytest
import trustme

from esremote.elasticsearch import ClusterAccess, Trust, UnreachableError
from esremote.elasticsearch.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def demanding(tmp_path: Path) -> Iterator[ClusterAccess]:
    """Something that asks everybody for a client certificate, and ends who has none."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.verify_mode = ssl.CERT_REQUIRED
    authority.configure_trust(context)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                plain, _ = server.accept()
                with contextlib.suppress(OSError), plain:
                    context.wrap_socket(plain, server_side=True).close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        host, port = server.getsockname()
        yield ClusterAccess(
            "dublin",
            (f"https://{host}:{port}",),
            trust=Trust(ca_file=str(tmp_path / "ca.pem")),
            max_retries=0,
        )
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


async def test_its_alert_is_told_as_an_endpoint_that_cannot_be_reached(demanding: ClusterAccess) -> None:
    for _ in range(30):  # whether the alert or the end of the connection comes first is a race
        client = Client(demanding)
        with pytest.raises(UnreachableError, match="no request to cluster 'dublin' succeeded"):
            await client.request("GET", "/")
        await client.close()
