"""An HTTP client for one cluster, with failover, retries, and errors that quote the server but no secrets.

Importing httpx and building a TLS context take about 100 ms, so neither happens before the first request.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import random
import ssl
import time
from typing import TYPE_CHECKING, Any, TypeAlias

from esremote.elasticsearch.errors import TrustError, UnreachableError, refused
from esremote.model.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import httpx

    from esremote.elasticsearch.cluster_access import ClusterAccess

Json: TypeAlias = Any
"""Whatever `json.loads` returns."""

_log = logging.getLogger(__name__)

_RETRIED = frozenset({429, 502, 503, 504})
_BUSY = 429
_OK = range(200, 300)
_CONNECT_PATIENCE = 10.0
_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 5.0


class Client:
    """Sends requests to one cluster over one connection pool.

    >>> client = Client(access)                              # doctest: +SKIP
    >>> await client.request("GET", "/_remote/info")         # doctest: +SKIP
    {'dublin': {'connected': True, ...}}
    """

    def __init__(self, access: ClusterAccess, *, secrets: Iterable[str] = ()) -> None:
        self.access = access
        self._http: httpx.AsyncClient | None = None
        self._opening = asyncio.Lock()
        self._secrets = {secret for secret in (*secrets, *_secrets_of(access)) if secret}
        self._preferred = 0
        self.odd: list[str] = []
        """What was wrong with answers that could be used all the same."""

    @property
    def name(self) -> str:
        """The name of this cluster in the user's configuration."""
        return self.access.name

    def keep_secret(self, secret: str) -> None:
        """Redact this text in every message from now on."""
        self._secrets.add(secret)

    async def request(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        repeatable: bool = True,
        accept: Iterable[int] = (),
    ) -> Json:
        """Send one request and return the response body as JSON.

        Args:
            method: The HTTP method.
            path: The path, including the query string.
            body: The request body, sent as JSON.
            repeatable: False if the request must not reach the server twice. It is then retried only when the
                server certainly did not accept it.
            accept: Error statuses whose response body is returned instead of raised.

        Raises:
            UnreachableError: no endpoint responded.
            RefusedError: the server responded with an error.
        """
        content = None if body is None else json.dumps(body).encode()
        http = await self._open()
        causes: dict[str, str] = {}
        for attempt in range(self.access.max_retries + 1):
            if attempt:
                await asyncio.sleep(_pause(attempt))
            answer = await self._try_endpoints(http, method, path, content, causes, repeatable=repeatable)
            if answer is None:
                continue
            if _should_retry(answer.status_code, repeatable=repeatable) and attempt < self.access.max_retries:
                continue
            return self._read(method, path, answer, accept)
        raise UnreachableError(
            self.name, {endpoint: self._redact(cause) for endpoint, cause in causes.items()}
        )

    async def _try_endpoints(  # noqa: PLR0913 (one attempt needs all of these)
        self,
        http: httpx.AsyncClient,
        method: str,
        path: str,
        content: bytes | None,
        causes: dict[str, str],
        *,
        repeatable: bool,
    ) -> httpx.Response | None:
        from esremote.elasticsearch.lean_httpx import httpx  # noqa: PLC0415 (slow to import)

        endpoints = self.access.endpoints
        for step in range(len(endpoints)):
            position = (self._preferred + step) % len(endpoints)
            endpoint = endpoints[position]
            begun = time.perf_counter()
            try:
                answer = await http.request(
                    method, endpoint.rstrip("/") + path, content=content, extensions=self._extensions()
                )
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                causes[endpoint] = self._redact(_describe(error))
            except (httpx.RequestError, httpx.InvalidURL, UnicodeError, ssl.SSLError) as error:
                # httpx wraps neither TLS alerts nor host names that it cannot encode
                causes[endpoint] = self._redact(_describe(error))
                if not repeatable:
                    raise UnreachableError(self.name, causes) from None
            else:
                self._preferred = position
                self._note(method, path, answer.status_code, begun)
                return answer
            self._note(method, path, causes[endpoint], begun)
        return None

    def _read(self, method: str, path: str, answer: httpx.Response, accept: Iterable[int]) -> Json:
        try:
            body = answer.json() if answer.content else {}
        except ValueError:
            body = answer.text
        if answer.status_code in _OK or answer.status_code in accept:
            return body
        error = refused(self.name, f"{method} {path.split('?', maxsplit=1)[0]}", answer.status_code, body)
        error.reason = self._redact(error.reason)
        error.args = (self._redact(str(error)),)
        raise error

    def _extensions(self) -> dict[str, Any]:
        name = self.access.trust.server_name
        return {"sni_hostname": name} if name else {}

    def _note(self, method: str, path: str, outcome: int | str, begun: float) -> None:
        milliseconds = round((time.perf_counter() - begun) * 1000)
        _log.debug("%s %s %s %s, %d ms", self.name, method, path, self._redact(str(outcome)), milliseconds)

    def _redact(self, text: str) -> str:
        return redact(text, self._secrets)

    async def _open(self) -> httpx.AsyncClient:
        async with self._opening:
            if self._http is None:
                from esremote.elasticsearch.lean_httpx import httpx  # noqa: PLC0415 (slow to import)
                from esremote.elasticsearch.tls import context  # noqa: PLC0415 (slow to import)

                secure = any(endpoint.startswith("https:") for endpoint in self.access.endpoints)
                auth = self.access.auth
                patience = self.access.request_timeout
                headers = {
                    "Content-Type": "application/json",
                    **({"Authorization": auth.header()} if auth else {}),
                }
                try:
                    trusted = context(self.access.trust) if secure else False
                except ValueError as error:
                    raise TrustError(self.name, str(error)) from None
                self._http = httpx.AsyncClient(
                    verify=trusted,
                    headers=headers,
                    timeout=httpx.Timeout(patience, connect=min(_CONNECT_PATIENCE, patience)),
                    limits=httpx.Limits(max_connections=20, max_keepalive_connections=20),
                )
            return self._http

    async def close(self) -> None:
        """Close the connection pool."""
        if self._http is not None:
            await self._http.aclose()
            self._http = None


def _should_retry(status: int, *, repeatable: bool) -> bool:
    return status in _RETRIED if repeatable else status == _BUSY


def _pause(attempt: int) -> float:
    """Twice as long each time, spread so that many clients do not come back at once."""
    return float(min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** (attempt - 1)) * random.uniform(0.5, 1.0))  # noqa: S311


def _describe(error: BaseException) -> str:
    """Find the operating system's message, which httpx wraps, sometimes twice, sometimes without any text."""
    text = str(error)
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, BaseExceptionGroup) and cause.exceptions:
            cause = cause.exceptions[0]
        if isinstance(cause, ConnectionError) and cause.errno:
            text = os.strerror(cause.errno)
        elif isinstance(cause, OSError) and cause.strerror:
            text = cause.strerror
        cause = cause.__cause__ or cause.__context__
    return text or type(error).__name__


def _secrets_of(access: ClusterAccess) -> Iterable[str]:
    auth = access.auth
    if auth is None:
        return ()
    header = auth.header()
    return (header.split(" ", 1)[1], *(value for name, value in vars(auth).items() if name != "username"))
