"""Updates the state of a connection with what its two clusters report."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from esremote.model import normalise
from esremote.model.connection.modes import Transport
from esremote.model.connection.security_model import SecurityModel
from esremote.model.keys import key_document
from esremote.model.keys.owner_mark import unmarked
from esremote.model.times import rfc3339
from esremote.provider.connection.plan import ENDED, ORPHANS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from esremote.elasticsearch import Key
    from esremote.model.connection.remote_settings import Setting

_BOOLEANS = {"true": True, "false": False}


def with_settings(
    state: Mapping[str, Any], settings: Mapping[str, Setting], info: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the state, updated with what the local cluster reports for the alias.

    `skip_unavailable` becomes the effective value if that differs from the stored one (a defect of 8.19), so
    that the plan shows the difference and the apply repairs it.

    Args:
        state: The state to update.
        settings: The settings of the alias, without their prefix.
        info: What `GET /_remote/info` reports for the alias.
    """
    sniffs = str(settings.get("mode", "sniff")).lower() == "sniff"
    stored = _BOOLEANS.get(str(settings.get("skip_unavailable")))
    effective = info.get("skip_unavailable", stored)
    transport: dict[str, Any] = {
        field.name: settings.get(f"transport.{field.name}") for field in fields(Transport)
    }
    return {
        **state,
        "id": f"{state['local_cluster']}/{state['alias']}",
        "proxy": None if sniffs else _proxy(settings),
        "sniff": _sniff(settings) if sniffs else None,
        "skip_unavailable": stored if stored is None else effective,
        "transport": normalise.in_spelling_of(state.get("transport"), transport)
        if any(value is not None for value in transport.values())
        else None,
        "connected": bool(info.get("connected")),
        "security_model": SecurityModel.of_remote_info(info),
    }


def with_key(
    state: Mapping[str, Any], found: Key | None, live: Collection[str], private: dict[str, Any], remote: str
) -> dict[str, Any]:
    """Return the state, updated with what the remote cluster reports for the key.

    Args:
        state: The state to update.
        found: The key with the ID in the state; None if there is no such key.
        live: The IDs of all live keys that were created for this connection.
        private: The private state, in which `ENDED` and `ORPHANS` are recorded.
        remote: The name of the remote cluster.
    """
    key = state["cross_cluster_api_key"]
    private.pop(ENDED, None)
    others = sorted(set(live) - {key["id"]})
    private.pop(ORPHANS, None)
    if others:
        private[ORPHANS] = others
    reason = _why_ended(found, key["id"], remote)
    if reason or found is None:
        if key["id"] is not None:
            private[ENDED] = reason
        return {**state, "cross_cluster_api_key": {**key, "id": None, "expires_at": None}}
    return {
        **state,
        "cross_cluster_api_key": {
            **key,
            "name": found.name,
            "access": normalise.in_spelling_of(key["access"], key_document.from_server(found.access)),
            "metadata": normalise.in_spelling_of(key["metadata"], unmarked(found.metadata)),
            "certificate_identity": found.certificate_identity,
            "expires_at": rfc3339(found.expires),
        },
    }


def _why_ended(found: Key | None, key_id: str | None, remote: str) -> str | None:
    now = datetime.now(UTC)
    if found is None:
        return f"key {key_id} no longer exists on {remote!r}"
    if found.invalidated:
        return f"key {key_id} was invalidated on {remote!r}"
    if found.expired(now):
        return f"key {key_id} expired at {rfc3339(found.expires)}"
    return None


def _proxy(settings: Mapping[str, Setting]) -> dict[str, Any]:
    return {
        "proxy_address": settings.get("proxy_address"),
        "server_name": settings.get("server_name"),
        "proxy_socket_connections": _number(settings.get("proxy_socket_connections")),
    }


def _sniff(settings: Mapping[str, Setting]) -> dict[str, Any]:
    return {
        "seeds": settings.get("seeds"),
        "node_connections": _number(settings.get("node_connections")),
    }


def _number(value: Setting) -> int | None:
    return int(str(value)) if value is not None else None
