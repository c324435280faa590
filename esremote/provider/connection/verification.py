"""Waits until the remote cluster responds to a real cross-cluster request, or explains why it does not."""

from __future__ import annotations

import asyncio
import time
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from esremote.elasticsearch import RefusedError
from esremote.elasticsearch.endpoint_probe import Answer, probe
from esremote.provider.connection.diagnosis import (
    Diagnosis,
    Verdict,
    from_error,
    from_silence,
    is_forgotten,
    judge,
)
from esremote.provider.protocol import ProviderError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from esremote.elasticsearch import Cluster
    from esremote.model.connection.modes import Proxy, Sniff
    from esremote.provider.connection.wanted import WantedConnection

_PAUSES = (0.1, 0.2, 0.4, 0.8)
_CERTAIN_AFTER = 4.0
"""How long responses have to be hopeless, in seconds: right after a change they may reflect the old state."""
_REWRITE_AFTER = 2.0
"""How long an alias with stored settings may be unknown before its settings are rewritten, in seconds."""
_PROBE_AFTER = 6.0
"""How long to wait for a connection before probing the address from this machine, in seconds."""


async def wait_until_answered(
    local: Cluster,
    connection: WantedConnection,
    patience: float,
    rewrite_settings: Callable[[], Awaitable[None]],
) -> None:
    """Send requests through the alias until the remote cluster responds to one.

    Args:
        local: The local cluster.
        connection: The connection to verify.
        patience: How long to wait, in seconds.
        rewrite_settings: Removes the settings of the alias and writes them again. It is called at most once,
            if Elasticsearch has the settings but does not know the alias: if a reload of secure settings is
            in progress while the settings are written, it closes the connection again ("not enabled after
            credentials change"), and another reload does not restore it (seen on 9.5.3).

    Raises:
        ProviderError: there was no response in time, or waiting cannot help. The error names the attribute
            and the remedy.
    """
    started = time.monotonic()
    hopeless_since: float | None = None
    probed = rewritten = False
    pauses = chain(_PAUSES, repeat(_PAUSES[-1]))
    while True:
        response = await _send(local, connection.alias)
        error = response.get("error")
        verdict = judge(response.get("connected"), error)
        if verdict is Verdict.ANSWERED:
            return
        waited = time.monotonic() - started
        hopeless_since = None if verdict is Verdict.NOT_YET else hopeless_since or waited
        if waited >= patience or (hopeless_since is not None and waited - hopeless_since >= _CERTAIN_AFTER):
            raise _failed(connection, await _diagnosis(connection, error), error, waited)
        if not rewritten and is_forgotten(error) and waited >= _REWRITE_AFTER:
            rewritten = True
            await rewrite_settings()
        if not probed and not error and waited >= _PROBE_AFTER:
            probed = True
            found = await _probe(connection)
            if found and not found.may_change:
                raise _failed(connection, found, error, waited)
        await asyncio.sleep(next(pauses))


async def _send(local: Cluster, alias: str) -> Mapping[str, Any]:
    try:
        return await local.remotes.resolve(alias)
    except RefusedError as error:
        return {"connected": False, "error": error.reason}


async def _diagnosis(connection: WantedConnection, error: str | None) -> Diagnosis:
    if error and judge(connected=False, error=error) is Verdict.HOPELESS:
        return from_error(connection, error)
    return await _probe(connection) or from_error(connection, error or "")


def _failed(
    connection: WantedConnection, found: Diagnosis, error: str | None, waited: float
) -> ProviderError:
    response = f"\n\nThe response was: {error}" if error else ""
    return ProviderError(
        f"No response through alias {connection.alias!r} of {connection.local_cluster!r}",
        f"{found.summary}.\n\n{found.remedy}{response}\n\nWaited {waited:.0f} s for `GET /_resolve/cluster/"
        f"{connection.alias}:*` on {connection.local_cluster!r}.",
        found.path,
    )


async def _probe(connection: WantedConnection) -> Diagnosis | None:
    name = _server_name(connection.settings.mode)
    probed = [(address, await probe(address, name)) for address in connection.addresses]
    for address, seen in probed:
        if seen.answer is not Answer.NOTHING:
            return from_silence(connection, address, seen)
    return from_silence(connection, *probed[0]) if probed else None


def _server_name(mode: Proxy | Sniff) -> str | None:
    return getattr(mode, "server_name", None)
