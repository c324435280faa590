"""Small plans, written as Terraform prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from esremote.sources.jsonlike import Json

Resources = dict[str, dict[str, Any]]


def plan(
    before: Resources | None = None,
    after: Resources | None = None,
    unknown: dict[str, Any] | None = None,
    **more: Json,
) -> dict[str, Any]:
    """Make the JSON of a plan from the attributes of each resource before and after, by address."""
    old, new, later = before or {}, after or {}, unknown or {}
    changes = [
        _change(address, old.get(address), new.get(address), later.get(address))
        for address in sorted({*old, *new})
    ]
    return {"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": changes, **more}


def _change(address: str, before: Json, after: Json, unknown: Json) -> dict[str, Any]:
    if before == after:
        actions = ["no-op"]
    else:
        actions = ["update"] if before and after else ["create"] if after else ["delete"]
    return {
        "address": address,
        "mode": "managed",
        "type": address.partition(".")[0],
        "name": address.partition(".")[2],
        "provider_name": "registry.terraform.io/esremote/esremote",
        "change": {"actions": actions, "before": before, "after": after, "after_unknown": unknown or {}},
    }


def role(
    *entries: dict[str, Any], name: str = "analyst", on: str = "frankfurt", **more: Json
) -> dict[str, Any]:
    """Attributes of a role with entries on remote indices."""
    return {"on_cluster": on, "name": name, "remote_indices": list(entries), **more}


def remote(*names: str, clusters: tuple[str, ...] = ("dublin",), **more: Json) -> dict[str, Any]:
    """One entry of `remote_indices` that can be searched."""
    privileges = ["read", "read_cross_cluster", "view_index_metadata"]
    return {"clusters": list(clusters), "names": list(names), "privileges": privileges, **more}


def by_key(
    *names: str, local: str = "frankfurt", alias: str = "dublin", to: str = "dublin", **key: Json
) -> dict[str, Any]:
    """Attributes of a connection of the API key model whose key can search names."""
    return {
        "local_cluster": local,
        "alias": alias,
        "proxy": {"proxy_address": f"{to}.example:9443"},
        "skip_unavailable": False,
        "cross_cluster_api_key": {
            "remote_cluster": to,
            "access": {"search": [{"names": list(names)}]},
            **key,
        },
    }


def by_certificate(local: str = "frankfurt", alias: str = "dublin") -> dict[str, Any]:
    """Attributes of a connection of the TLS certificate model."""
    return {"local_cluster": local, "alias": alias, "sniff": {"seeds": [f"{alias}.example:9300"]}}
