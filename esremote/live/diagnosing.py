"""Why an alias does not answer: the provider's own diagnosis, from what was observed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.model.modes import Proxy, Sniff
from esremote.model.remote_settings import RemoteSettings
from esremote.provider.connection_values import Connection
from esremote.provider.diagnosis import Diagnosis, Verdict, from_error, from_silence, judge

if TYPE_CHECKING:
    from esremote.live.observed import ObservedAlias


def diagnose(local_cluster: str, alias: ObservedAlias) -> Diagnosis:
    """Explain the error, or, where the server gave none, what is seen at the address."""
    connection = Connection(
        local_cluster=local_cluster,
        alias=alias.alias,
        settings=RemoteSettings(alias.alias, _mode(alias)),
        delivered=alias.has_credentials,
    )
    said = alias.error or ""
    if (judge(connected=False, error=said) is Verdict.HOPELESS and said) or not alias.at:
        return from_error(connection, said)
    place = alias.at[0]
    return from_silence(connection, place.address, place.seen)


def _mode(alias: ObservedAlias) -> Proxy | Sniff:
    if alias.info.get("mode") == "proxy":
        return Proxy(proxy_address=alias.addresses[0] if alias.addresses else None)
    return Sniff(seeds=alias.addresses or None)
