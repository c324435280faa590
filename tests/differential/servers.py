"""A cluster, asked asynchronously: many small requests, a few at a time."""

from __future__ import annotations

import ssl
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.lab import Cluster


Json = Any
PASSWORD = "password-of-nobody"


@dataclass(frozen=True)
class Server:
    """A running cluster."""

    cluster: Cluster
    client: httpx.AsyncClient

    async def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Send a request, as the superuser unless told otherwise; a text is lines of JSON."""
        own = (
            None if headers and "Authorization" in headers else (self.cluster.username, self.cluster.password)
        )
        if isinstance(body, str):
            lines = {"Content-Type": "application/x-ndjson"} | (headers or {})
            return await self.client.request(method, path, content=body, headers=lines, auth=own)
        return await self.client.request(method, path, json=body, headers=headers, auth=own)

    async def call(self, method: str, path: str, body: object = None) -> Json:
        """Send what must succeed, and give its JSON."""
        answer = await self.ask(method, path, body)
        assert answer.is_success, f"{self.cluster.name}: {method} {path}: {answer.status_code} {answer.text}"
        return answer.json()


@asynccontextmanager
async def connected(cluster: Cluster) -> AsyncIterator[Server]:
    """Open a client to a cluster."""
    verify = ssl.create_default_context(cafile=cluster.ca_file)
    async with httpx.AsyncClient(base_url=cluster.url, verify=verify, timeout=60) as client:
        yield Server(cluster, client)
