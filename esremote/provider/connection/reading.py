"""A connection as it is on its two clusters, in the form of Terraform's state."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from esremote.model import normalise
from esremote.model.connection.security_model import SecurityModel
from esremote.model.keys import access as key_access
from esremote.model.keys.owner_mark import unmarked
from esremote.provider.connection.plan import ENDED, ORPHANS
from esremote.provider.connection.values import moment

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from esremote.elasticsearch import Key
    from esremote.model.connection.remote_settings import Setting

_BOOLEANS = {"true": True, "false": False}


def with_settings(
    state: Mapping[str, Any], settings: Mapping[str, Setting], info: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the state with what the local cluster says of the alias.

    `skip_unavailable` is the effective value where that differs from the stored one (a defect of 8.19), so
    that the plan shows it and the apply repairs it.
    """
    sniffs = str(settings.get("mode", "sniff")).lower() == "sniff"
    stored = _BOOLEANS.get(str(settings.get("skip_unavailable")))
    effective = info.get("skip_unavailable", stored)
    transport: dict[str, Any] = {
        name: settings.get(f"transport.{name}")
        for name in ("ping_schedule", "compress", "compression_scheme")
    }
    return {
        **state,
        "id": f"{state['local_cluster']}/{state['alias']}",
        "proxy": None if sniffs else _proxy(settings),
        "sniff": _sniff(settings) if sniffs else None,
        "skip_unavailable": stored if stored is None else effective,
        "transport": normalise.keep(state.get("transport"), transport)
        if any(value is not None for value in transport.values())
        else None,
        "connected": bool(info.get("connected")),
        "security_model": SecurityModel.of_remote_info(info),
    }


def with_key(
    state: Mapping[str, Any], found: Key | None, owned: Collection[str], private: dict[str, Any], remote: str
) -> dict[str, Any]:
    """Return the state with what the remote cluster says of the key; note in `private` why it is no good."""
    key = state["cross_cluster_api_key"]
    private.pop(ENDED, None)
    others = sorted(set(owned) - {key["id"]})
    private.pop(ORPHANS, None)
    if others:
        private[ORPHANS] = others
    why = _ended(found, key["id"], remote)
    if why or found is None:
        if key["id"] is not None:
            private[ENDED] = why
        return {**state, "cross_cluster_api_key": {**key, "id": None, "expires_at": None}}
    return {
        **state,
        "cross_cluster_api_key": {
            **key,
            "name": found.name,
            "access": normalise.keep(key["access"], key_access.answered(found.access)),
            "metadata": normalise.keep(key["metadata"], unmarked(found.metadata)),
            "certificate_identity": found.certificate_identity,
            "expires_at": moment(found.expires),
        },
    }


def _ended(found: Key | None, key_id: str | None, remote: str) -> str | None:
    now = datetime.now(UTC)
    if found is None:
        return f"key {key_id} is not on {remote!r} any more"
    if found.invalidated:
        return f"key {key_id} was invalidated on {remote!r}"
    if found.expired(now):
        return f"key {key_id} expired at {moment(found.expires)}"
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
