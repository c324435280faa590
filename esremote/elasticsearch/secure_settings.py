"""Makes every node of a cluster reload its keystore, and reads what each of them reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from esremote.elasticsearch.client import Client


@dataclass(frozen=True)
class Reloaded:
    """What one node reported. `names` and `digest` are None before 9.3."""

    node: str
    failure: str | None = None
    names: frozenset[str] | None = None
    digest: str | None = None


async def reload(client: Client, keystore_password: str | None = None) -> Sequence[Reloaded]:
    """Reload the secure settings of every node.

    The server responds with 200 even if a node could not read its keystore; `failure` is then set for that
    node (seen on 8.19.21 and 9.5.3: "Provided keystore password was incorrect").
    """
    body = {"secure_settings_password": keystore_password} if keystore_password else {}
    answer = await client.request("POST", "/_nodes/reload_secure_settings", body)
    return [_reloaded(node_id, node) for node_id, node in answer.get("nodes", {}).items()]


def _reloaded(node_id: str, node: Mapping[str, Any]) -> Reloaded:
    failure = node.get("reload_exception")
    names = node.get("secure_setting_names")
    return Reloaded(
        node=node.get("name", node_id),
        failure=str(failure.get("reason") or failure.get("type")) if failure else None,
        names=frozenset(names) if names is not None else None,
        digest=node.get("keystore_digest"),
    )
