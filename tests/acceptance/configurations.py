"""The configurations that the acceptance tests apply, as text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.acceptance.world import World

CONNECTION = "esremote_connection.dublin"
ROLE = "esremote_role.analyst"


def resource(kind: str, label: str, /, **attributes: object) -> str:
    """Write a resource; attributes that are None are left out."""
    lines = [
        f"  {attribute} = {json.dumps(value)}\n"
        for attribute, value in attributes.items()
        if value is not None
    ]
    return f'resource "{kind}" "{label}" {{\n{"".join(lines)}}}\n'


def key(**changes: object) -> dict[str, Any]:
    """The key of a connection to dublin that permits a search of logs-*."""
    return {
        "remote_cluster": "dublin",
        "access": {"search": [{"names": ["logs-*"]}]},
        **changes,
    }


def connection(world: World, name: str = "dublin", **changes: object) -> str:
    """A connection of frankfurt to dublin, with an API key, through a proxy address."""
    attributes: dict[str, Any] = {
        "local_cluster": "frankfurt",
        "alias": name,
        "proxy": {"proxy_address": world.remote.remote_cluster_server},
        "cross_cluster_api_key": key(),
        "wait_timeout": "30s",
        **changes,
    }
    return resource("esremote_connection", name, **attributes)


def tls_connection(world: World, **changes: object) -> str:
    """The same connection in the TLS certificate model."""
    attributes = {
        "proxy": {"proxy_address": world.remote.transport},
        "cross_cluster_api_key": None,
        **changes,
    }
    return connection(world, **attributes)


def role(**changes: object) -> str:
    """A role on frankfurt that may search logs-* on dublin."""
    attributes: dict[str, Any] = {
        "on_cluster": "frankfurt",
        "name": "analyst",
        "remote_indices": [
            {
                "clusters": ["dublin"],
                "names": ["logs-*"],
                "privileges": ["read", "read_cross_cluster", "view_index_metadata"],
            }
        ],
        **changes,
    }
    return resource("esremote_role", "analyst", **attributes)
