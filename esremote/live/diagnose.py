"""Why an alias does not respond: the provider's own diagnosis, based on what was observed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from esremote.model.connection.modes import Proxy, Sniff
from esremote.model.connection.remote_settings import RemoteSettings
from esremote.model.connection.security_model import SecurityModel
from esremote.provider.connection.diagnosis import Diagnosis, Verdict, from_error, from_silence, judge
from esremote.provider.connection.wanted import WantedConnection
from esremote.provider.protocol import Path

if TYPE_CHECKING:
    from esremote.elasticsearch import Key
    from esremote.live.observed import ObservedAlias


_NEW_KEY = "Create a new cross-cluster API key, add it to the keystore of every node, and reload them."


def diagnose(local_cluster: str, alias: ObservedAlias, key: Key | None) -> Diagnosis:
    """Explain the error of an alias or, if the server returned none, what was seen at its address."""
    if key is not None and key.invalidated:
        return Diagnosis(f"Its key {key.name} was invalidated", _NEW_KEY, Path())
    if key is not None and key.expired(datetime.now(UTC)):
        return Diagnosis(f"Its key {key.name} expired on {key.expires:%Y-%m-%d}", _NEW_KEY, Path())
    connection = WantedConnection(
        local_cluster=local_cluster,
        alias=alias.alias,
        settings=RemoteSettings(alias.alias, _mode(alias)),
        delivered=alias.security_model is SecurityModel.API_KEY,
    )
    error = alias.error or ""
    if (judge(connected=False, error=error) is Verdict.HOPELESS and error) or not alias.at:
        return from_error(connection, error)
    place = alias.at[0]
    return from_silence(connection, place.address, place.seen)


def _mode(alias: ObservedAlias) -> Proxy | Sniff:
    """Return the mode without addresses: Elasticsearch accepts some that the model does not."""
    return Proxy() if alias.info.get("mode") == "proxy" else Sniff()
