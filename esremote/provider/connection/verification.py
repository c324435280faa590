"""Waits until a real cross-cluster request is answered, or says why it is not."""

from __future__ import annotations

import asyncio
import time
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from esremote.elasticsearch import RefusedError
from esremote.elasticsearch.endpoint_probe import Answer, look
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
    from esremote.provider.connection.values import Connection

_PAUSES = (0.1, 0.2, 0.4, 0.8)
_CERTAIN_AFTER = 4.0
"""For how many seconds answers have to be hopeless: right after a change they may be about the old state."""
_FORGOTTEN_AFTER = 2.0
"""For how many seconds an alias with stored settings may be unknown before its settings are written anew."""
_LOOK_AFTER = 6.0
"""After how many seconds without a connection to see for ourselves what is at the address."""


async def wait_until_answered(
    local: Cluster, connection: Connection, patience: float, set_anew: Callable[[], Awaitable[None]]
) -> None:
    """Send requests through the alias until one is answered.

    `set_anew` takes the alias's settings away and writes them again. It is called, once, when Elasticsearch
    has the settings and goes on to know nothing of the alias: a reload of secure settings that was under way
    while they were written ends the connection again ("not enabled after credentials change"), and a further
    reload does not bring it back (seen on 9.5.3).

    Raises:
        ProviderError: none was, within `patience` seconds, or none can be; it names the attribute and the
        remedy.
    """
    begun = time.monotonic()
    hopeless_since: float | None = None
    looked = restored = False
    pauses = chain(_PAUSES, repeat(_PAUSES[-1]))
    while True:
        answer = await _ask(local, connection.alias)
        error = answer.get("error")
        verdict = judge(answer.get("connected"), error)
        if verdict is Verdict.ANSWERED:
            return
        waited = time.monotonic() - begun
        hopeless_since = None if verdict is Verdict.NOT_YET else hopeless_since or waited
        if waited >= patience or (hopeless_since is not None and waited - hopeless_since >= _CERTAIN_AFTER):
            raise _failed(connection, await _explained(connection, error), error, waited)
        if not restored and is_forgotten(error) and waited >= _FORGOTTEN_AFTER:
            restored = True
            await set_anew()
        if not looked and not error and waited >= _LOOK_AFTER:
            looked = True
            found = await _look(connection)
            if found and not found.may_change:
                raise _failed(connection, found, error, waited)
        await asyncio.sleep(next(pauses))


async def _ask(local: Cluster, alias: str) -> Mapping[str, Any]:
    try:
        return await local.remotes.resolve(alias)
    except RefusedError as error:
        return {"connected": False, "error": error.reason}


async def _explained(connection: Connection, error: str | None) -> Diagnosis:
    if error and judge(connected=False, error=error) is Verdict.HOPELESS:
        return from_error(connection, error)
    return await _look(connection) or from_error(connection, error or "")


def _failed(connection: Connection, found: Diagnosis, error: str | None, waited: float) -> ProviderError:
    said = f"\n\nThe answer was: {error}" if error else ""
    return ProviderError(
        f"No answer through alias {connection.alias!r} of {connection.local_cluster!r}",
        f"{found.summary}.\n\n{found.remedy}{said}\n\nWaited {waited:.0f} s for `GET /_resolve/cluster/"
        f"{connection.alias}:*` on {connection.local_cluster!r}. What had been changed was put back.",
        found.path,
    )


async def _look(connection: Connection) -> Diagnosis | None:
    name = _server_name(connection.settings.mode)
    seen = [(address, await look(address, name)) for address in connection.addresses]
    for address, what in seen:
        if what.answer is not Answer.NOTHING:
            return from_silence(connection, address, what)
    return from_silence(connection, *seen[0]) if seen else None


def _server_name(mode: Proxy | Sniff) -> str | None:
    return getattr(mode, "server_name", None)
